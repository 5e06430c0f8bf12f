package site.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import site.config.LimitsConfig;

/** Stands where a listener accepts, before TLS and before a byte is read. */
@Sharable
final class Gate extends ChannelInboundHandlerAdapter {
  private final LimitsConfig limits;
  private final LimitTally tally;

  Gate(LimitsConfig limits, LimitTally tally) {
    this.limits = limits;
    this.tally = tally;
  }

  /** Called with each connection, which is not registered with its event loop yet. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object connection) {
    Channel channel = (Channel) connection;
    channel.pipeline().addLast(new HeaderDeadline(limits.headerTimeout(), tally));
    ctx.fireChannelRead(connection);
  }
}
