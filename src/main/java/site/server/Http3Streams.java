package site.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.time.Duration;

/** Puts a {@link Http3Request} into each request's stream of one connection. */
final class Http3Streams extends ChannelInboundHandlerAdapter {
  private final Duration headerTimeout;
  private final LimitTally tally;

  Http3Streams(Duration headerTimeout, LimitTally tally) {
    this.headerTimeout = headerTimeout;
    this.tally = tally;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object begun) {
    if (begun instanceof QuicStreamChannel stream
        && stream.type() == QuicStreamType.BIDIRECTIONAL) {
      stream.pipeline().addLast(new Http3Request(headerTimeout, tally));
    }
    ctx.fireChannelRead(begun);
  }
}
