package site.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Lets a socket live on when its peer says no more, and tells so. By default such a socket is
 * closed, and what was still to be said to the peer is lost.
 */
final class HalfClose extends ChannelInboundHandlerAdapter {
  private final Runnable ended;

  private HalfClose(Runnable ended) {
    this.ended = ended;
  }

  /** Whether one direction can end without the other; in TLS it can't (Netty closes both). */
  static boolean isPossible(Channel channel) {
    return channel instanceof DuplexChannel && channel.pipeline().get(SslHandler.class) == null;
  }

  /**
   * Watches from now on.
   *
   * @param ended is called on the event loop when the peer says no more, behind its last words
   */
  static void watch(Channel channel, Runnable ended) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    String last = channel.pipeline().context(VertxHandler.class).name();
    channel.pipeline().addBefore(last, null, new HalfClose(ended));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ctx.executor().execute(ended);
    }
    ctx.fireUserEventTriggered(event);
  }
}
