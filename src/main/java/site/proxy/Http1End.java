package site.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;

/**
 * Puts trailers behind the last chunk (RFC 9112 7.1.2); where there are no chunks they are lost.
 */
record Http1End(Channel channel) implements TrailingEnd {
  @Override
  public Future<Void> end(HttpClientRequest request, Future<Void> written, MultiMap trailers) {
    if (request.isChunked()) {
      String codec = channel.pipeline().context(HttpClientCodec.class).name();
      channel.pipeline().addAfter(codec, null, new Behind(trailers));
    }
    return request.end();
  }

  /** Waits for the end of the request and leaves with it. */
  private static final class Behind extends ChannelOutboundHandlerAdapter {
    private final MultiMap trailers;

    Behind(MultiMap trailers) {
      this.trailers = trailers;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      Object passed = message;
      if (message instanceof LastHttpContent last) {
        DefaultLastHttpContent full = new DefaultLastHttpContent(last.content());
        trailers.forEach((name, value) -> full.trailingHeaders().add(name, value));
        passed = full;
        ctx.pipeline().remove(this);
      }
      var unused = ctx.write(passed, promise);
    }
  }
}
