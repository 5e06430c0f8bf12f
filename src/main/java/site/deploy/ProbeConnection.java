package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLSession;

/** What an app finds when it looks who asks and it is the server itself. */
final class ProbeConnection extends ServersConnection {
  private static final SocketAddress HERE = SocketAddress.inetSocketAddress(0, "127.0.0.1");

  private final ContextInternal front;
  private final Runnable onClose;

  ProbeConnection(ContextInternal front, Runnable onClose) {
    this.front = front;
    this.onClose = onClose;
  }

  @Override
  public SocketAddress remoteAddress() {
    return HERE;
  }

  @Override
  public SocketAddress remoteAddress(boolean ofPeer) {
    return HERE;
  }

  @Override
  public SocketAddress localAddress() {
    return HERE;
  }

  @Override
  public SocketAddress localAddress(boolean ofPeer) {
    return HERE;
  }

  @Override
  public boolean isSsl() {
    return false;
  }

  @Override
  public SSLSession sslSession() {
    return null;
  }

  @Override
  public String indicatedServerName() {
    return "";
  }

  @Override
  public HttpVersion protocolVersion() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public HttpConnection closeHandler(Handler<Void> handler) {
    return this;
  }

  @Override
  public Future<Void> shutdown(Duration timeout) {
    onClose.run();
    return front.succeededFuture();
  }

  @Override
  public ContextInternal context() {
    return front;
  }
}
