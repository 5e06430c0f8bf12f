package site.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The requests of one connection; puts an {@link Http3Request} into each one's stream. */
final class Http3Streams extends ChannelInboundHandlerAdapter {
  private final Map<Long, BodySource> open = new HashMap<>();
  private final FrameBudget budget = new FrameBudget(System::nanoTime);
  private final Duration headerTimeout;
  private final OpenStreams streams;
  private final LimitTally tally;
  private QuicChannel connection;

  Http3Streams(Duration headerTimeout, OpenStreams streams, LimitTally tally) {
    this.headerTimeout = headerTimeout;
    this.streams = streams;
    this.tally = tally;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    connection = (QuicChannel) ctx.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object begun) {
    if (begun instanceof QuicStreamChannel stream
        && stream.type() == QuicStreamType.BIDIRECTIONAL) {
      Http3Request request = new Http3Request(this, headerTimeout);
      open.put(stream.streamId(), new BodySource.Http3Body(request, stream.config()));
      stream.pipeline().addLast(request);
      streams.follow(stream);
    }
    ctx.fireChannelRead(begun);
  }

  /** Where the content of a request comes from, as long as its stream is open. */
  Optional<BodySource> body(long stream) {
    return Optional.ofNullable(open.get(stream));
  }

  void ended(QuicStreamChannel stream) {
    open.remove(stream.streamId());
  }

  /** A client changed its mind: as costly, and as cheap for it, as RST_STREAM is in HTTP/2. */
  void takenBack() {
    budget.takenBack().ifPresent(this::reached);
  }

  /** RFC 9114 8.1: ends the connection of a client that takes too much. */
  void reached(Limit limit) {
    if (connection.isActive()) {
      tally.reached(limit, connection.remoteSocketAddress());
      var unused =
          connection.close(true, Http3ErrorCode.H3_EXCESSIVE_LOAD.code(), Unpooled.EMPTY_BUFFER);
    }
  }
}
