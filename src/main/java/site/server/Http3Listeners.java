package site.server;

import io.netty.handler.codec.quic.QuicSslContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.Network;
import site.tls.TlsSeam;

/**
 * Opens HTTP/3 beside listeners. A UDP port cannot be given up while connections use it, so where
 * one listener takes the place of another, its HTTP/3 begins when the other's has ended; until then
 * clients come by TCP.
 */
final class Http3Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Http3Listeners.class);

  private final Vertx vertx;
  private final EntryPoint entryPoint;
  private final TlsSeam tls;
  private final int loops;
  private final HalfOpen halfOpen =
      new HalfOpen(new AddressToken(new SecureRandom(), Clock.systemUTC()));
  private final Map<InetSocketAddress, Future<Void>> leaving = new ConcurrentHashMap<>();

  Http3Listeners(Vertx vertx, EntryPoint entryPoint, TlsSeam tls, int loops) {
    this.vertx = vertx;
    this.entryPoint = entryPoint;
    this.tls = tls;
    this.loops = loops;
  }

  /**
   * Binds the UDP port, at once or when its predecessor has left it.
   *
   * @param host an address, without brackets
   * @param port on which the TCP listener is
   */
  Future<Http3Listener> open(
      Listeners.Spec spec, String host, int port, Connections connections, Gate gate) {
    InetSocketAddress address = new InetSocketAddress(Network.literal(host), port);
    Http3Listener listener =
        new Http3Listener(
            connections,
            () ->
                QuicListener.open(vertx, address, loops, servers(spec, address, connections, gate)),
            gone -> leave(address, gone));
    Future<Void> left = leaving.getOrDefault(address, Future.succeededFuture());
    Future<Void> opened = left.compose(v -> listener.open());
    if (left.isComplete()) {
      return opened.map(listener);
    }
    opened.onFailure(t -> LOG.warn("no HTTP/3 on {}: {}", address, t.getMessage()));
    return Future.succeededFuture(listener);
  }

  private void leave(InetSocketAddress address, Future<Void> gone) {
    leaving.put(address, gone);
    gone.onComplete(done -> leaving.remove(address, gone));
  }

  private Supplier<QuicServer> servers(
      Listeners.Spec spec, InetSocketAddress address, Connections connections, Gate gate) {
    QuicSslContext context =
        tls.quicContext(
            Optional.of(address.getAddress()).filter(local -> !local.isAnyLocalAddress()));
    return () ->
        new QuicServer(
            (ContextInternal) Vertx.currentContext(),
            spec.limits(),
            gate,
            context,
            halfOpen,
            new Http3(spec.limits(), connections, entryPoint.http3Requests(connections)));
  }
}
