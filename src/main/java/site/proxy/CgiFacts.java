package site.proxy;

import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import site.config.ActionConfig.FastCgi;
import site.http.Exchange;

/**
 * What a CGI program is told of a request beside its header fields.
 *
 * @param prefix what was stripped in front of the path
 * @param path what the program shall see, decoded
 * @param query null for none
 * @param requested path and query as the client asked
 * @param address the client's
 * @param user empty for none
 * @param host asked for, without a port
 * @param port where the client came in
 * @param route for the log
 */
record CgiFacts(
    String method,
    HttpVersion version,
    String prefix,
    String path,
    String query,
    String requested,
    boolean secure,
    String address,
    int remotePort,
    String user,
    String host,
    int port,
    String route,
    FastCgi fastcgi) {

  static CgiFacts of(Exchange x, FastCgi fastcgi) {
    String path = x.requestedPath().encoded();
    return new CgiFacts(
        x.request().method().name(),
        x.request().version(),
        x.prefix(),
        x.path().decoded(),
        x.query(),
        x.query() == null ? path : path + "?" + x.query(),
        x.client().secure(),
        x.client().text(),
        x.client().port(),
        x.user(),
        x.authority().host(),
        port(x),
        x.route(),
        fastcgi);
  }

  static CgiFacts probe(String uri, String host) {
    int mark = uri.indexOf('?');
    return new CgiFacts(
        "GET",
        HttpVersion.HTTP_1_1,
        "",
        mark < 0 ? uri : uri.substring(0, mark),
        mark < 0 ? null : uri.substring(mark + 1),
        uri,
        false,
        "127.0.0.1",
        0,
        "",
        host,
        80,
        "health check",
        FastCgi.DEFAULT);
  }

  /** Where the client came in or, behind a Unix socket, what its scheme stands for. */
  private static int port(Exchange x) {
    SocketAddress local = x.request().localAddress();
    return local != null && local.isInetSocket() ? local.port() : x.client().secure() ? 443 : 80;
  }
}
