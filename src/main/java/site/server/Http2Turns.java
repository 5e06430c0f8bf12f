package site.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;

/**
 * Tells a {@link FrameBudget} and {@link Http2Refusals} what is sent, and counts the connections
 * that the codec ends because of too many frames that a budget does not know: those we send
 * ourselves.
 */
final class Http2Turns extends ChannelOutboundHandlerAdapter {
  private final FrameBudget budget;
  private final Http2Refusals refusals;

  private Http2Turns(FrameBudget budget, Http2Refusals refusals) {
    this.budget = budget;
    this.refusals = refusals;
  }

  /** Follows a connection whose first settings were read. */
  static void addTo(ChannelPipeline pipeline, String behind, FrameBudget budget, LimitTally tally) {
    Http2Refusals refusals = new Http2Refusals(pipeline.channel());
    pipeline.addAfter(behind, null, new Http2Turns(budget, refusals));
    VertxHttp2ConnectionHandler<?> codec = pipeline.get(VertxHttp2ConnectionHandler.class);
    Http2Grammar.addTo(codec.decoder(), refusals);
    codec
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf debugData) {
                if (errorCode == Frame.ENHANCE_YOUR_CALM) {
                  tally.reached(Limit.HTTP2_RESETS, pipeline.channel().remoteAddress());
                }
              }
            });
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise) {
    budget.sent();
    if (frame instanceof ByteBuf bytes) {
      refusals.sent(bytes);
    }
    var unused = ctx.write(frame, promise);
  }
}
