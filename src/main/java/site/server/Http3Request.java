package site.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Exception;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3HeadersValidationException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.http.FieldRules;

/**
 * Stands in the stream of one request, behind the decoder: refuses field sections that are
 * malformed (RFC 9114 4.1.2), closes connections whose header sections take too long, and finds out
 * when a client no longer wants its answer. Netty tells that only to those who write, so while
 * nothing is written a frame is that means nothing (RFC 9114 7.2.8).
 */
final class Http3Request extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Http3Request.class);

  /** A reserved frame type, and a length of 0. */
  private static final ByteBuf NOTHING =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeByte(0x21).writeByte(0));

  private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
  private static final Duration LAST_LOOK = Duration.ofSeconds(16);

  private final Http3Streams requests;
  private final Duration headerTimeout;
  private final ChannelFutureListener sent = this::sent;
  private Future<?> deadline;
  private boolean headRead;
  private boolean refused;
  private boolean takenBack;
  private boolean bodyOver;
  private long bodyBytes;

  Http3Request(Http3Streams requests, Duration headerTimeout) {
    this.requests = requests;
    this.headerTimeout = headerTimeout;
  }

  /** Whether all of the request has come. */
  boolean isBodyOver() {
    return bodyOver;
  }

  /** Bytes of content that came, read by the action or not. */
  long bodyBytes() {
    return bodyBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    if (frame instanceof Http3HeadersFrame fields) {
      disarm();
      Optional<String> fault = fault(fields);
      fault.ifPresent(reason -> refuse(ctx, reason));
      if (!headRead) {
        headRead = true;
        lookIn(ctx, FIRST_LOOK);
      }
    }
    if (refused) {
      ReferenceCountUtil.release(frame);
      return;
    }
    if (frame instanceof Http3DataFrame data) {
      bodyBytes += data.content().readableBytes();
    }
    ctx.fireChannelRead(frame);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    bodyOver |= event == ChannelInputShutdownEvent.INSTANCE;
    ctx.fireUserEventTriggered(event);
  }

  private Optional<String> fault(Http3HeadersFrame fields) {
    return headRead
        ? FieldRules.faultInTrailers(fields.headers())
        : FieldRules.faultInRequest(fields.headers());
  }

  private void refuse(ChannelHandlerContext ctx, String reason) {
    refused = true;
    LOG.debug("refused: {}", reason);
    var unused =
        ((QuicStreamChannel) ctx.channel()).shutdown(Http3ErrorCode.H3_MESSAGE_ERROR.code());
  }

  /** What the decoder found; where it is the connection's fault, the decoder closes that. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof Http3HeadersValidationException) {
      refuse(ctx, cause.getMessage());
    } else if (cause instanceof Http3Exception) {
      LOG.debug("connection failed", cause);
    } else if (cause instanceof ClosedChannelException) {
      // its connection was closed while it was on its way; Vert.x would call that an error
      var unused = ctx.close();
    } else if (cause instanceof QuicStreamResetException && !headRead) {
      takeBack();
      var unused = ctx.close(); // nobody behind us has heard of it
    } else {
      if (cause instanceof QuicStreamResetException) {
        takeBack();
      }
      ctx.fireExceptionCaught(cause);
    }
  }

  /** Both directions may end early, and count as one. */
  private void takeBack() {
    if (!takenBack) {
      takenBack = true;
      requests.takenBack();
    }
  }

  /** A section that comes in one piece costs no timer. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!headRead && deadline == null && ctx.channel().isActive()) {
      deadline =
          ctx.executor()
              .schedule(
                  () -> requests.reached(Limit.HEADER_TIMEOUT),
                  headerTimeout.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    disarm();
    bodyOver = true;
    requests.ended((QuicStreamChannel) ctx.channel());
    ctx.fireChannelInactive();
  }

  private void disarm() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** Rarer as time goes on: an event stream may say nothing for hours. */
  private void lookIn(ChannelHandlerContext ctx, Duration delay) {
    Duration next = delay.compareTo(LAST_LOOK) < 0 ? delay.multipliedBy(2) : delay;
    deadline =
        ctx.executor().schedule(() -> look(ctx, next), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(ChannelHandlerContext ctx, Duration next) {
    QuicStreamChannel stream = (QuicStreamChannel) ctx.channel();
    if (stream.isOutputShutdown()) {
      return;
    }
    if (stream.isWritable()) {
      // below the encoder, which does not know the frame
      stream.pipeline().firstContext().writeAndFlush(NOTHING.duplicate()).addListener(sent);
    }
    if (isGone(stream)) {
      var unused = stream.close();
    } else {
      lookIn(ctx, next);
    }
  }

  /** Forgotten by the transport, which has room for more and still does not take it. */
  private static boolean isGone(QuicStreamChannel stream) {
    return !stream.isWritable() && stream.bytesBeforeUnwritable() > 0;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    var unused = ctx.write(message, promise.unvoid().addListener(sent));
  }

  /** RFC 9000 3.5: the client takes no more; what is left is to let go of the stream. */
  private void sent(ChannelFuture sent) {
    QuicStreamChannel stream = (QuicStreamChannel) sent.channel();
    boolean stopped = sent.cause() instanceof ChannelOutputShutdownException;
    if (stopped && !stream.isOutputShutdown()) {
      takeBack();
      var unused = stream.close();
    }
  }
}
