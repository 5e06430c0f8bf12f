package site.deploy;

import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import javax.net.ssl.SSLSession;

/** What a handshake, and the WebSocket that comes of it, tell an app about their request. */
abstract class WebSocketRequest {
  final AppRequest request;

  WebSocketRequest(AppRequest request) {
    this.request = request;
  }

  public MultiMap headers() {
    return request.headers();
  }

  public String scheme() {
    return request.scheme();
  }

  public HostAndPort authority() {
    return request.authority();
  }

  public String uri() {
    return request.uri();
  }

  public String path() {
    return request.path();
  }

  public String query() {
    return request.query();
  }

  public SocketAddress remoteAddress() {
    return request.remoteAddress();
  }

  public SocketAddress localAddress() {
    return request.localAddress();
  }

  public boolean isSsl() {
    return request.isSSL();
  }

  public SSLSession sslSession() {
    return request.sslSession();
  }
}
