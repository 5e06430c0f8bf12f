package site.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
  private final SslHandler engine;

  ClientHelloHandler(Choices choices, ChosenKeys keys, SslHandler engine) {
    super(LONGEST_CLIENT_HELLO);
    this.choices = choices;
    this.keys = keys;
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
    keys.open(choice);
    engine.handshakeFuture().addListener(ended -> keys.close(choice));
    choice.giveTo(engine.engine());
    // What Netty's own SniHandler tells; from here Vert.x knows the connection's server name.
    choice.serverName().ifPresent(name -> ctx.fireUserEventTriggered(new SniCompletionEvent(name)));
    ctx.pipeline().remove(this);
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
