package site.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.buffer.Buffer;
import java.net.SocketAddress;

/**
 * Says what the address wants to be said as soon as a connection is there, before anybody else
 * learns of it: in front of TLS and of HTTP.
 */
final class Preface extends ChannelOutboundHandlerAdapter {

  /** A socket's address and the bytes that are sent to it first. */
  static final class To extends SocketAddress {
    private static final long serialVersionUID = 1L;

    private final transient SocketAddress socket;
    private final transient Buffer bytes;

    To(SocketAddress socket, Buffer bytes) {
      this.socket = socket;
      this.bytes = bytes;
    }
  }

  @Override
  public void connect(
      ChannelHandlerContext ctx, SocketAddress remote, SocketAddress local, ChannelPromise done) {
    if (remote instanceof To prefaced) {
      ctx.connect(prefaced.socket, local, ctx.newPromise())
          .addListener(connected -> begin(ctx, prefaced.bytes, connected.cause(), done));
    } else {
      var unused = ctx.connect(remote, local, done);
      ctx.pipeline().remove(this);
    }
  }

  private void begin(
      ChannelHandlerContext ctx, Buffer bytes, Throwable failure, ChannelPromise done) {
    if (failure != null) {
      done.tryFailure(failure);
      return;
    }
    var unused = ctx.writeAndFlush(Unpooled.wrappedBuffer(bytes.getBytes()));
    ctx.pipeline().remove(this);
    done.trySuccess();
  }
}
