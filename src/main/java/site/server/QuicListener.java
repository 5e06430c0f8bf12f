package site.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.handler.codec.quic.QuicCodecDispatcher;
import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.util.AttributeKey;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One UDP address with a socket for each event loop, among which the kernel spreads the clients. A
 * connection stays on the loop that began it: its id names the socket, so that packets that reach
 * another one, as after a client's address has changed, find their way. Knows nothing of HTTP.
 */
final class QuicListener {
  private static final AttributeKey<QuicServer> SERVER =
      AttributeKey.valueOf(QuicListener.class, "server");

  private final Vertx vertx;
  private final InetSocketAddress address;
  private final Sockets sockets = new Sockets();
  private final List<QuicServer> servers = new CopyOnWriteArrayList<>();
  private final AtomicInteger instances = new AtomicInteger();
  private String deployment;

  private QuicListener(Vertx vertx, InetSocketAddress address) {
    this.vertx = vertx;
    this.address = address;
  }

  /**
   * Binds the address, which nobody else may have: the caller holds the TCP port of this number.
   *
   * @param loops how many event loops share the connections
   * @param servers makes, on its event loop, what serves the connections of one socket
   */
  static Future<QuicListener> open(
      Vertx vertx, InetSocketAddress address, int loops, Supplier<QuicServer> servers) {
    QuicListener listener = new QuicListener(vertx, address);
    return vertx
        .deployVerticle(
            () -> listener.instance(servers), new DeploymentOptions().setInstances(loops))
        .onSuccess(id -> listener.deployment = id)
        .map(listener);
  }

  private VerticleBase instance(Supplier<QuicServer> factory) {
    return new VerticleBase() {
      @Override
      public Future<?> start() {
        return bind((ContextInternal) context, factory);
      }
    };
  }

  private Future<Void> bind(ContextInternal loop, Supplier<QuicServer> factory) {
    DatagramChannel channel = newChannel();
    boolean first = instances.getAndIncrement() == 0;
    if (!first && !(channel instanceof UnixChannel)) {
      // Java's own transport cannot share a port among sockets: there is one.
      channel.unsafe().closeForcibly();
      return Future.succeededFuture();
    }
    QuicServer server = factory.get();
    PromiseInternal<Void> bound = loop.promise();
    ChannelFuture binding = bootstrap(loop, server, () -> channel).bind(address);
    binding.addListener(bound);
    return bound
        .future()
        .onSuccess(
            v -> {
              server.bound(binding.channel());
              servers.add(server);
            });
  }

  private DatagramChannel newChannel() {
    DatagramChannel channel =
        ((VertxInternal) vertx).transport().datagramChannelFactory().newChannel();
    if (channel instanceof UnixChannel) {
      channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
    }
    return channel;
  }

  private Bootstrap bootstrap(
      ContextInternal loop, QuicServer server, ChannelFactory<DatagramChannel> channel) {
    return new Bootstrap()
        .group(loop.nettyEventLoop())
        .channelFactory(channel)
        .attr(SERVER, server)
        .handler(sockets);
  }

  /** Sends packets to the socket their connection began on. */
  private static final class Sockets extends QuicCodecDispatcher {
    @Override
    protected void initChannel(
        Channel socket, int connectionIdLength, QuicConnectionIdGenerator connectionIds) {
      QuicServerCodecBuilder codec = socket.attr(SERVER).get().codec();
      ChannelHandler handler =
          codec
              .localConnectionIdLength(connectionIdLength)
              .connectionIdAddressGenerator(connectionIds)
              .build();
      socket.pipeline().addLast(handler);
    }
  }

  /**
   * Takes no new connections at once, lets requests under way finish and then closes.
   *
   * @param drain how long they may take; then they are cut
   * @return done when the address is free
   */
  Future<Void> close(Duration drain) {
    List<Future<Void>> drained = servers.stream().map(server -> server.close(drain)).toList();
    return Future.join(drained).transform(v -> vertx.undeploy(deployment));
  }
}
