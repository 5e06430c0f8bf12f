package site.server;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import site.http.DelegatedTransport;

/**
 * A transport that lets a {@link Gate} see connections as they are accepted. Vert.x tells of one
 * only when its handshake is over or its first bytes came, which is too late to limit either. The
 * gate is found in the context that listens; what listens without one has none.
 */
public final class GatedTransport extends DelegatedTransport {
  public GatedTransport(Transport transport) {
    super(transport);
  }

  /** What the present context listens to from now on passes this gate. */
  static void put(Gate gate) {
    Vertx.currentContext().put(Gate.class, gate);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    transport.configure(config, domainSocket, bootstrap);
    Context listening = Vertx.currentContext();
    Gate gate = listening == null ? null : listening.get(Gate.class);
    if (gate != null) {
      bootstrap.handler(gate);
    }
  }
}
