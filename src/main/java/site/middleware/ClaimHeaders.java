package site.middleware;

import java.util.Map;
import site.http.Exchange;
import site.middleware.token.Claims;

/**
 * Tells actions what a token says.
 *
 * @param names headers in lower case to the claims that stand in them
 */
record ClaimHeaders(Map<String, String> names) {

  /** Whatever the client says there, no issuer has said it. */
  void distrust(Exchange exchange) {
    names.keySet().forEach(exchange.request().headers()::remove);
  }

  void tell(Claims claims, Exchange exchange) {
    names.forEach(
        (header, claim) ->
            claims
                .text(claim)
                .map(VerifiedUser::escaped)
                .ifPresent(text -> exchange.request().headers().set(header, text)));
  }
}
