package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.util.List;
import site.http.Action;
import site.http.Exchange;
import site.http.Middleware;
import site.http.coding.AcceptEncoding;
import site.http.coding.Coding;
import site.http.coding.Encoders;

/**
 * Compresses on its way whatever is worth it, whoever answers: a file, an upstream, an app or an
 * error page. Actions that have their content in a coding already are let through.
 */
public final class Compress implements Middleware {
  private final List<Coding> offered;
  private final Encoders encoders;

  /**
   * Offers codings.
   *
   * @param wanted the most preferred first; those this machine has not are left out
   */
  public Compress(List<Coding> wanted, Encoders encoders) {
    this.offered = encoders.available(wanted);
    this.encoders = encoders;
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    exchange.codings(offered);
    HttpServerRequestInternal request = (HttpServerRequestInternal) exchange.request();
    List<String> fields = request.headers().getAll(HttpHeaders.ACCEPT_ENCODING);
    List<Coding> accepted =
        fields.isEmpty() ? List.of() : AcceptEncoding.choose(String.join(",", fields), offered);
    if (accepted.isEmpty()) {
      exchange.onHead(head -> CodingRules.vary(head.response()));
    } else {
      var response = new CompressedResponse(exchange, accepted.get(0), encoders);
      exchange.view(new CompressedRequest(request, response));
    }
    return next.handle(exchange);
  }
}
