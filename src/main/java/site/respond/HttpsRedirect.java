package site.respond;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import site.http.Action;
import site.http.Authority;
import site.http.Exchange;
import site.http.Location;

/** Sends a plain request to its own address over HTTPS, method and body kept (308). */
public final class HttpsRedirect implements Action {
  /** Of the scheme (RFC 9110 4.2.2). */
  public static final int DEFAULT_PORT = 443;

  private final int port;

  /**
   * A redirect.
   *
   * @param port where clients reach HTTPS, 1 to 65535
   */
  public HttpsRedirect(int port) {
    this.port = port;
  }

  @Override
  public Future<Void> handle(Exchange x) {
    var authority = new Authority(x.authority().host(), port == DEFAULT_PORT ? -1 : port);
    String below = Location.onThisHost(x.requestedPath().encoded(), x.query());
    return x.response()
        .setStatusCode(308)
        .putHeader(HttpHeaders.LOCATION, "https://" + authority + below)
        .end();
  }
}
