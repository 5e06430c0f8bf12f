package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import site.http.Client;

/**
 * The client's connection as an app sees it: who is at the other end, truly, and no more. The
 * connection is shared with requests of other apps, so an app that closes it ends its own request
 * only.
 */
final class AppConnection extends ServersConnection {
  private final HttpConnection real;
  private final Client client;
  private final HttpVersion version;
  private final ContextInternal app;
  private final Supplier<Future<Void>> reset;
  private Handler<Void> closeHandler;

  /** {@code reset} ends the one request. */
  AppConnection(
      HttpConnection real,
      Client client,
      HttpVersion version,
      ContextInternal app,
      Supplier<Future<Void>> reset) {
    this.real = real;
    this.client = client;
    this.version = version;
    this.app = app;
    this.reset = reset;
  }

  /** Called on the app's context when the client has gone. */
  void closed() {
    if (closeHandler != null) {
      closeHandler.handle(null);
    }
  }

  @Override
  public SocketAddress remoteAddress() {
    return client.address() == null
        ? real.remoteAddress()
        : SocketAddress.inetSocketAddress(client.port(), client.address().getHostAddress());
  }

  @Override
  public SocketAddress remoteAddress(boolean ofPeer) {
    return ofPeer ? real.remoteAddress(true) : remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return real.localAddress();
  }

  @Override
  public SocketAddress localAddress(boolean ofPeer) {
    return real.localAddress(ofPeer);
  }

  @Override
  public boolean isSsl() {
    return client.secure();
  }

  @Override
  public SSLSession sslSession() {
    return real.sslSession();
  }

  @Override
  public String indicatedServerName() {
    return real.indicatedServerName();
  }

  @Override
  public HttpVersion protocolVersion() {
    return version;
  }

  @Override
  public HttpConnection closeHandler(Handler<Void> handler) {
    closeHandler = handler;
    return this;
  }

  @Override
  public Future<Void> shutdown(Duration timeout) {
    return reset.get().otherwiseEmpty();
  }

  @Override
  public ContextInternal context() {
    return app;
  }
}
