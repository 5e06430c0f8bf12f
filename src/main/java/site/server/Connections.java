package site.server;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.LimitsConfig;
import site.config.Network;
import site.http.Authority;

/**
 * Counts the connections of one listener, and closes those that tell a PROXY header they may not.
 */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private static final int HTTPS = 443;
  private static final long MAX_AGE = Duration.ofDays(1).toSeconds();

  private final List<Network> proxyPeers;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LimitsConfig limits;
  private final LimitTally reached = new LimitTally();
  private final OpenStreams streams;
  private final RequestLimit requests;
  private final LongAdder refused = new LongAdder();
  private volatile boolean http3;

  /**
   * Counts nothing yet.
   *
   * @param limits what its clients may use up
   * @param streams of all listeners
   * @param proxyPeers whose PROXY header is believed; empty: no connection begins with one
   */
  Connections(LimitsConfig limits, OpenStreams streams, List<Network> proxyPeers) {
    this.limits = limits;
    this.streams = streams;
    this.requests = new RequestLimit(limits, streams, reached);
    this.proxyPeers = proxyPeers;
  }

  /**
   * Counts a connection until its channel is closed: Vert.x' own handler is called no more once a
   * connection became a WebSocket or a tunnel.
   */
  void count(HttpConnection connection) {
    accepted.increment();
    HeaderDeadline.connected(connection);
    Channel channel = HeaderDeadline.channel(connection);
    channel.closeFuture().addListener(end -> closed.increment());
    var http2 = channel.pipeline().get(VertxHttp2ConnectionHandler.class);
    if (http2 != null) {
      streams.follow(http2.connection());
    }
    if (!admits(connection)) {
      refused.increment();
      LOG.debug("closed: no trusted proxy at {}", connection.remoteAddress(true));
      connection.close();
    }
  }

  /** Whether the peer itself, whatever address its header told, may speak for clients. */
  boolean admits(HttpConnection connection) {
    if (proxyPeers.isEmpty()) {
      return true;
    }
    SocketAddress peer = connection.remoteAddress(true);
    return Network.anyContains(proxyPeers, Network.literal(peer.hostAddress()));
  }

  /** Whether HTTP/3 is spoken on the UDP port of the same number, from now on. */
  void speakHttp3(boolean spoken) {
    http3 = spoken;
  }

  /**
   * What tells a client of HTTP/3 (RFC 7838 3), with the port it sees, which is not ours where
   * ports are mapped; empty when it need not be told.
   */
  Optional<String> alternative(HttpVersion version, Authority asked) {
    return http3 && version != HttpVersion.HTTP_3
        ? Optional.of("h3=\":" + (asked.port() < 0 ? HTTPS : asked.port()) + "\"; ma=" + MAX_AGE)
        : Optional.empty();
  }

  /** A connection that never got as far as a request. */
  void failed(Throwable failure) {
    if (failure instanceof HAProxyProtocolException) {
      refused.increment();
    }
    LOG.debug("connection failed", failure);
  }

  LimitsConfig limits() {
    return limits;
  }

  /** How many requests they may have under way. */
  RequestLimit requests() {
    return requests;
  }

  /** The streams of HTTP/2 and HTTP/3, of all listeners. */
  OpenStreams streams() {
    return streams;
  }

  /** Those that ran into a limit. */
  LimitTally reached() {
    return reached;
  }

  ConnectionsState state() {
    long over = closed.sum();
    long all = accepted.sum();
    return new ConnectionsState(all - over, all, refused.sum(), reached.sums());
  }
}
