package site.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Clients that do not take the response they asked for. One that is silent besides is closed as
 * idle, and counted here. In HTTP/2 it may go on talking: then its streams are looked at four times
 * within {@code idle}, and those that got nothing in all that time are reset.
 */
final class UnreadResponse extends ChannelInboundHandlerAdapter {
  private static final int LOOKS = 4;

  private final LimitTally tally;
  private VertxHttp2ConnectionHandler<?> http2;
  private Map<Http2Stream, Standstill> standstills = Map.of();
  private Standstill socket = new Standstill(0, 0);

  /** For how many looks in a row something stood at the same place. */
  private record Standstill(long place, int looks) {
    Standstill at(long now) {
      return new Standstill(now, now == place ? looks + 1 : 0);
    }
  }

  private UnreadResponse(LimitTally tally) {
    this.tally = tally;
  }

  /** Follows a connection whose protocol is known. */
  static void addTo(ChannelPipeline pipeline, Duration idle, LimitTally tally) {
    UnreadResponse handler = new UnreadResponse(tally);
    pipeline.addAfter("idle", null, handler);
    handler.http2 = pipeline.get(VertxHttp2ConnectionHandler.class);
    if (handler.http2 != null) {
      long pause = Math.max(1, idle.toMillis() / LOOKS);
      Future<?> looks =
          pipeline
              .channel()
              .eventLoop()
              .scheduleWithFixedDelay(
                  () -> handler.look(pipeline.channel()), pause, pause, TimeUnit.MILLISECONDS);
      pipeline.channel().closeFuture().addListener(closed -> looks.cancel(false));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent && isWaiting(ctx.channel())) {
      tally.reached(Limit.UNREAD_RESPONSE, ctx.channel().remoteAddress());
    }
    ctx.fireUserEventTriggered(event);
  }

  private boolean isWaiting(Channel channel) {
    return unsent(channel) > 0 || (http2 != null && !waiting(http2.connection()).isEmpty());
  }

  private static long unsent(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  private static List<Http2Stream> waiting(Http2Connection connection) {
    Http2RemoteFlowController flow = connection.remote().flowController();
    List<Http2Stream> waiting = new ArrayList<>();
    try {
      connection.forEachActiveStream(
          stream -> {
            if (flow.hasFlowControlled(stream)) {
              waiting.add(stream);
            }
            return true;
          });
    } catch (Http2Exception e) {
      throw new IllegalStateException(e); // the visitor throws none
    }
    return waiting;
  }

  private void look(Channel channel) {
    socket = socket.at(unsent(channel));
    if (socket.place() > 0 && socket.looks() >= LOOKS) {
      tally.reached(Limit.UNREAD_RESPONSE, channel.remoteAddress());
      var unused = channel.close();
      return;
    }
    Http2RemoteFlowController flow = http2.connection().remote().flowController();
    Map<Http2Stream, Standstill> now = new HashMap<>();
    for (Http2Stream stream : waiting(http2.connection())) {
      long window = flow.windowSize(stream);
      Standstill before = standstills.get(stream);
      now.put(stream, before == null ? new Standstill(window, 0) : before.at(window));
    }
    standstills = now;
    now.forEach((stream, still) -> resetWhenOver(channel, stream, still));
  }

  private void resetWhenOver(Channel channel, Http2Stream stream, Standstill still) {
    if (still.looks() < LOOKS) {
      return;
    }
    tally.reached(Limit.UNREAD_RESPONSE, channel.remoteAddress());
    ChannelHandlerContext ctx = http2.context();
    long code = Http2Error.ENHANCE_YOUR_CALM.code();
    var unused = http2.resetStream(ctx, stream.id(), code, ctx.newPromise());
    ctx.flush();
  }
}
