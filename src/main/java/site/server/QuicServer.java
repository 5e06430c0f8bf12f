package site.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicTransportError;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.net.QuicConnection;
import io.vertx.core.net.impl.ConnectionGroup;
import io.vertx.core.net.impl.quic.QuicConnectionHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import site.config.LimitsConfig;

/**
 * The QUIC connections of one event loop: lets them in, within the limits and before a byte of
 * theirs is decrypted, and ends them. What they say is for another.
 */
final class QuicServer {
  private static final int STREAM_WINDOW = 256 * 1024;
  private static final int CONNECTION_WINDOW = 1024 * 1024;
  private static final int CONTROL_WINDOW = 64 * 1024;

  /** RFC 9114 6.2: a control stream and two of QPACK; some clients open one to try us. */
  private static final int CONTROL_STREAMS = 8;

  private final ContextInternal loop;
  private final LimitsConfig limits;
  private final Gate gate;
  private final QuicSslContext tls;
  private final HalfOpen halfOpen;
  private final Completable<QuicConnection> connections;
  private ConnectionGroup group;
  private Channel socket;
  private boolean closing;

  /**
   * Serves nothing yet.
   *
   * @param connections is told of each whose handshake is over
   */
  QuicServer(
      ContextInternal loop,
      LimitsConfig limits,
      Gate gate,
      QuicSslContext tls,
      HalfOpen halfOpen,
      Completable<QuicConnection> connections) {
    this.loop = loop;
    this.limits = limits;
    this.gate = gate;
    this.tls = tls;
    this.halfOpen = halfOpen;
    this.connections = connections;
  }

  QuicServerCodecBuilder codec() {
    group = new ConnectionGroup(loop.nettyEventLoop());
    return new QuicServerCodecBuilder()
        .sslContext(tls)
        .tokenHandler(halfOpen)
        .maxIdleTimeout(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
        .initialMaxStreamsBidirectional(limits.streams())
        .initialMaxStreamsUnidirectional(CONTROL_STREAMS)
        .initialMaxData(CONNECTION_WINDOW)
        .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW)
        .initialMaxStreamDataUnidirectional(CONTROL_WINDOW)
        .activeMigration(false)
        .handler(
            new ChannelInitializer<QuicChannel>() {
              @Override
              protected void initChannel(QuicChannel connection) {
                enter(connection);
              }
            });
  }

  void bound(Channel to) {
    socket = to;
  }

  private void enter(QuicChannel connection) {
    if (closing || !gate.admits(connection, connection.remoteSocketAddress())) {
      refuse(connection);
      return;
    }
    group.add(connection);
    halfOpen.begin(connection, limits.headerTimeout(), gate);
    connection
        .pipeline()
        .addLast(
            "handler",
            new QuicConnectionHandler(
                loop,
                null,
                limits.idle(),
                Duration.ZERO,
                Duration.ZERO,
                null,
                0,
                0,
                loop.owner().transport().convert(connection.remoteSocketAddress()),
                true,
                connections));
  }

  /**
   * RFC 9000 20.1: the client goes elsewhere at once, by TCP. It can be told when its first packet
   * has been read, which gives the keys.
   */
  private static void refuse(QuicChannel connection) {
    int code = (int) QuicTransportError.CONNECTION_REFUSED.code();
    connection
        .eventLoop()
        .execute(
            () -> {
              var unused = connection.close(false, code, Unpooled.EMPTY_BUFFER);
            });
  }

  /** Called once; done when the socket is closed. */
  Future<Void> close(Duration drain) {
    PromiseInternal<Void> closed = loop.promise();
    loop.nettyEventLoop()
        .execute(
            () -> {
              closing = true;
              group.shutdown(drain).onComplete(v -> socket.close().addListener(closed));
            });
    return closed.future();
  }
}
