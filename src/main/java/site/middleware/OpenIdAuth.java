package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import site.config.AuthConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;
import site.middleware.oidc.LoginFlow;
import site.middleware.oidc.Session;

/**
 * Lets in who is logged in, and sends the others to log in (OpenID Connect). Only browsers that go
 * to a page are sent: a program, a script of a page or a form could do nothing with it and get 401.
 */
public final class OpenIdAuth implements Middleware {
  private final AuthConfig.Oidc config;
  private final VerifiedUser user;
  private final LoginFlow flow;

  public OpenIdAuth(AuthConfig.Oidc config, Optional<String> userHeader, LoginFlow flow) {
    this.config = config;
    this.user = new VerifiedUser(userHeader);
    this.flow = flow;
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    String path = exchange.requestedPath().decoded();
    if (path.equals(config.callback())) {
      return flow.end(exchange);
    }
    if (path.equals(config.logout())) {
      return logout(exchange);
    }
    user.distrust(exchange);
    config.headers().keySet().forEach(exchange.request().headers()::remove);
    Optional<Session> session = flow.session(exchange);
    if (session.isPresent()) {
      return enter(exchange, session.get(), next);
    }
    return goesToAPage(exchange.request().method().name(), exchange.request().headers())
        ? flow.begin(exchange)
        : Future.failedFuture(unauthorized());
  }

  private Future<Void> enter(Exchange exchange, Session session, Action next) {
    user.is(session.user(), exchange);
    session
        .headers()
        .forEach(
            (name, text) -> exchange.request().headers().set(name, VerifiedUser.escaped(text)));
    flow.hideCookies(exchange);
    return next.handle(exchange);
  }

  /** A page of another origin must not log people out. */
  private Future<Void> logout(Exchange exchange) {
    String from = exchange.request().getHeader("sec-fetch-site");
    return "cross-site".equals(from)
        ? Future.failedFuture(new HttpFailure(403, "sent by a page of another origin"))
        : flow.logout(exchange);
  }

  /** Whether a person would see the login page. Browsers say so; older ones ask for HTML. */
  static boolean goesToAPage(String method, MultiMap headers) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    String mode = headers.get("sec-fetch-mode");
    String accept = headers.get(HttpHeaders.ACCEPT);
    boolean page =
        mode == null ? accept != null && accept.contains("text/html") : mode.equals("navigate");
    return reads && page && !headers.contains(HttpHeaders.UPGRADE);
  }

  /** RFC 9110 15.5.2 wants a challenge; for cookies there is no registered one. */
  private HttpFailure unauthorized() {
    return new HttpFailure(
        401, "not logged in", Map.of("www-authenticate", "Cookie", "cache-control", "no-store"));
  }
}
