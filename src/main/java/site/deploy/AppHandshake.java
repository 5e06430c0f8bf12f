package site.deploy;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A request that wants to be a WebSocket, for an app to accept or reject. */
final class AppHandshake implements ServerWebSocketHandshake {
  private final AppRequest request;
  private final Promise<ServerWebSocket> accepted;
  private boolean decided;

  AppHandshake(AppRequest request) {
    this.request = request;
    this.accepted = request.context().promise();
  }

  Future<ServerWebSocket> accepted() {
    return accepted.future();
  }

  @Override
  public Future<ServerWebSocket> accept() {
    decide();
    request.toWebSocket().onComplete(accepted);
    return accepted.future();
  }

  @Override
  public Future<Void> reject(int status) {
    decide();
    accepted.fail("the app rejected the WebSocket");
    return request
        .response()
        .setStatusCode(status)
        .end(HttpResponseStatus.valueOf(status).reasonPhrase());
  }

  private void decide() {
    if (decided) {
      throw new IllegalStateException("already accepted or rejected");
    }
    decided = true;
  }

  @Override
  public MultiMap headers() {
    return request.headers();
  }

  @Override
  public String scheme() {
    return request.scheme();
  }

  @Override
  public HostAndPort authority() {
    return request.authority();
  }

  @Override
  public String uri() {
    return request.uri();
  }

  @Override
  public String path() {
    return request.path();
  }

  @Override
  public String query() {
    return request.query();
  }

  @Override
  public SocketAddress remoteAddress() {
    return request.remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return request.localAddress();
  }

  @Override
  public boolean isSsl() {
    return request.isSSL();
  }

  @Override
  public SSLSession sslSession() {
    return request.sslSession();
  }

  @Override
  public List<Certificate> peerCertificates() throws SSLPeerUnverifiedException {
    return request.connection().peerCertificates();
  }
}
