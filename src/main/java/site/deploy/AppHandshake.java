package site.deploy;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A request that wants to be a WebSocket, for an app to accept or reject. */
final class AppHandshake extends WebSocketRequest implements ServerWebSocketHandshake {
  private final Promise<ServerWebSocket> accepted;
  private boolean decided;

  AppHandshake(AppRequest request) {
    super(request);
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
  public List<Certificate> peerCertificates() throws SSLPeerUnverifiedException {
    return request.connection().peerCertificates();
  }
}
