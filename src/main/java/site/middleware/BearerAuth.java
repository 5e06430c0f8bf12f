package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import site.config.AuthConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;
import site.middleware.token.Claims;
import site.middleware.token.KeySource;
import site.middleware.token.TokenRefusal;
import site.middleware.token.TokenRules;
import site.middleware.token.TokenVerifier;

/** Lets in who has a token of the right issuer (RFC 6750, RFC 7519). */
public final class BearerAuth implements Middleware {
  private final AuthConfig.Jwt config;
  private final VerifiedUser user;
  private final ClaimHeaders headers;
  private final TokenVerifier verifier;

  public BearerAuth(
      AuthConfig.Jwt config, Optional<String> userHeader, KeySource keys, Clock clock) {
    this.config = config;
    this.user = new VerifiedUser(userHeader);
    this.headers = new ClaimHeaders(config.headers());
    TokenRules rules =
        new TokenRules(
            config.issuer(),
            Set.copyOf(config.audiences()),
            Set.copyOf(config.algorithms()),
            config.skew());
    this.verifier = new TokenVerifier(rules, keys, clock);
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    user.distrust(exchange);
    headers.distrust(exchange);
    return token(exchange.request().headers().getAll(HttpHeaders.AUTHORIZATION))
        .compose(token -> verifier.verify(token).recover(BearerAuth::refused))
        .compose(claims -> enter(exchange, claims, next));
  }

  private static Future<String> token(List<String> fields) {
    if (fields.size() > 1) {
      return refuse(400, "invalid_request", "more than one Authorization");
    }
    String field = fields.isEmpty() ? "" : fields.get(0);
    if (!field.regionMatches(true, 0, "Bearer ", 0, 7)) {
      // RFC 6750 3.1: who shows no token is told no error.
      return Future.failedFuture(
          new HttpFailure(401, "no bearer token", Map.of("www-authenticate", "Bearer")));
    }
    return Future.succeededFuture(field.substring(7).strip());
  }

  private static Future<Claims> refused(Throwable cause) {
    return cause instanceof TokenRefusal
        ? refuse(401, "invalid_token", cause.getMessage())
        : Future.failedFuture(
            new HttpFailure(503, "the issuer's keys cannot be had: " + cause.getMessage()));
  }

  private Future<Void> enter(Exchange exchange, Claims claims, Action next) {
    Optional<String> name = claims.text(config.user());
    if (name.isEmpty()) {
      return refuse(401, "invalid_token", "it names no " + config.user());
    }
    // Known from here on, so the log says who was refused.
    exchange.user(name.get());
    Optional<String> missing = claims.missing(config.require());
    if (missing.isPresent()) {
      return refuse(403, "insufficient_scope", "it lacks what is required of " + missing.get());
    }
    user.is(name.get(), exchange);
    headers.tell(claims, exchange);
    return next.handle(exchange);
  }

  /** RFC 6750 3: our reasons hold neither quotes nor backslashes. */
  private static <T> Future<T> refuse(int status, String error, String reason) {
    String challenge = "Bearer error=\"" + error + "\", error_description=\"" + reason + "\"";
    return Future.failedFuture(
        new HttpFailure(status, "token: " + reason, Map.of("www-authenticate", challenge)));
  }
}
