package site.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Stands in front of the engine until the ClientHello is complete and its certificate is chosen.
 * The bytes wait here; the engine then begins as if nothing had happened.
 */
final class ClientHelloHandler extends SslClientHelloHandler<Choice> {
  // Real ones have up to 2 KiB, post-quantum key shares included.
  private static final int LONGEST_CLIENT_HELLO = 16 * 1024;

  private final Choices choices;
  private final ChosenKeys keys;
  private final List<String> protocols;
  private final SslHandler engine;

  /**
   * Waits for one ClientHello.
   *
   * @param protocols the application protocols the listener speaks
   */
  ClientHelloHandler(Choices choices, ChosenKeys keys, List<String> protocols, SslHandler engine) {
    super(LONGEST_CLIENT_HELLO);
    this.choices = choices;
    this.keys = keys;
    this.protocols = protocols;
    this.engine = engine;
  }

  /** The body is null when something else arrived: the engine will say what is wrong with it. */
  @Override
  protected Future<Choice> lookup(ChannelHandlerContext ctx, ByteBuf body) {
    var hello =
        Optional.ofNullable(body)
            .flatMap(bytes -> ClientHelloParser.parse(bytes.nioBuffer()))
            .map(parsed -> parsed.between(client(ctx.channel()), local(ctx.channel())));
    return choices.choose(hello, ctx.executor());
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext ctx, Future<Choice> lookup) {
    if (ctx.isRemoved()) {
      return; // the client did not wait for its certificate
    }
    Choice choice = lookup.getNow();
    Optional<TlsAlert> alert = TlsAlert.against(choice, protocols);
    if (alert.isPresent()) {
      refuse(ctx, alert.get());
      return;
    }
    keys.open(choice);
    engine.handshakeFuture().addListener(ended -> keys.close(choice));
    choice.giveTo(engine.engine());
    // What Netty's own SniHandler tells; from here Vert.x knows the connection's server name.
    choice.serverName().ifPresent(name -> ctx.fireUserEventTriggered(new SniCompletionEvent(name)));
    ctx.pipeline().remove(this);
  }

  private void refuse(ChannelHandlerContext ctx, TlsAlert alert) {
    ctx.pipeline().replace(this, null, new Deaf());
    ctx.writeAndFlush(alert.record()).addListener(ChannelFutureListener.CLOSE);
  }

  /** Whatever a refused client still sends. */
  private static final class Deaf extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
    }
  }

  private static Optional<InetAddress> client(Channel channel) {
    return address(channel, ConnectionBase.REMOTE_ADDRESS_OVERRIDE, channel.remoteAddress());
  }

  private static Optional<InetAddress> local(Channel channel) {
    return address(channel, ConnectionBase.LOCAL_ADDRESS_OVERRIDE, channel.localAddress());
  }

  /** The address told by a PROXY header wins over that of the socket. */
  private static Optional<InetAddress> address(
      Channel channel, AttributeKey<SocketAddress> told, java.net.SocketAddress socket) {
    if (channel.hasAttr(told)) {
      return Optional.ofNullable(channel.attr(told).get().hostAddress()).flatMap(Names::ipAddress);
    }
    return socket instanceof InetSocketAddress ip
        ? Optional.ofNullable(ip.getAddress())
        : Optional.empty();
  }
}
