package site.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import site.config.LimitsConfig;

/**
 * Closes connections whose header section takes too long: from the moment they are accepted to the
 * first request, and from the first byte of each later one. It sees the bytes before any decoder
 * does, so that one byte at a time is no progress. A request that comes in one piece costs no
 * timer.
 *
 * <p>Where HTTP/1 messages end it is told by {@link Http1Turns}; HTTP/2 frames it counts itself.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<HeaderDeadline> KEY =
      AttributeKey.valueOf(HeaderDeadline.class, "of");
  private static final String LAST_WORD =
      "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  private final Duration idle;
  private final long nanos;
  private final LimitTally tally;
  private final FrameBudget budget = new FrameBudget(System::nanoTime);
  private final HeaderFrames frames = new HeaderFrames(budget);
  private final Http1Place place = new Http1Place();
  private ChannelHandlerContext ctx;
  private Future<?> deadline;

  private boolean handshakes;
  private boolean begun;
  private boolean isHttp2;
  private boolean over;
  private boolean missed;
  private boolean refused;
  private boolean calmed;

  HeaderDeadline(LimitsConfig limits, LimitTally tally) {
    this.idle = limits.idle();
    this.nanos = limits.headerTimeout().toNanos();
    this.tally = tally;
  }

  /** The server knows now which protocol the connection speaks. */
  static void connected(HttpConnection connection) {
    HeaderDeadline own = of(channel(connection));
    if (own != null) {
      own.speaks(channel(connection).pipeline());
    }
  }

  /** Whether the connection ends because a header section took too long. */
  static boolean wasMissed(HttpConnection connection) {
    HeaderDeadline own = of(channel(connection));
    return own != null && own.missed;
  }

  /** Whether the connection ends because the content of its last request made no sense. */
  static boolean refusedContent(HttpConnection connection) {
    HeaderDeadline own = of(channel(connection));
    return own != null && own.refused;
  }

  /** That of a connection, null where it was not accepted by a {@link Gate}. */
  static HeaderDeadline of(Channel channel) {
    return channel.attr(KEY).get();
  }

  static Channel channel(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel();
  }

  private void speaks(ChannelPipeline pipeline) {
    begun = true;
    UnreadResponse.addTo(pipeline, idle, tally);
    if (pipeline.get("httpEncoder") == null) {
      isHttp2 = true; // where it was asked for by an upgrade, the preface is still to come
      Http2Turns.addTo(pipeline, ctx.name(), budget, tally);
      settle();
      return;
    }
    place.begin();
    // Where HTTP/2 is possible too, the first head was decoded already and is about to go on.
    String behind = pipeline.get("h2c") == null ? "httpEncoder" : "h2c";
    pipeline.addAfter(behind, null, new Http1Turns(this));
    settle();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    ctx = added;
    added.channel().attr(KEY).set(this);
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    arm();
    active.fireChannelActive();
    moveBehindTls(active);
  }

  /** To see what was encrypted; the deadline itself goes on. */
  private void moveBehindTls(ChannelHandlerContext present) {
    ChannelPipeline pipeline = present.pipeline();
    SslHandler tls = pipeline.get(SslHandler.class);
    if (tls != null && !handshakes && present == ctx && !begun) {
      handshakes = true;
      pipeline.addAfter(pipeline.context(tls).name(), null, new Decrypted());
    }
  }

  private final class Decrypted extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext behind, Object bytes) {
      handshakes = false;
      HeaderDeadline.this.ctx = behind;
      pass(behind, (ByteBuf) bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext behind) {
      behind.fireChannelReadComplete();
      settle();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext before, Object bytes) {
    if (before == ctx && !handshakes) {
      pass(before, (ByteBuf) bytes);
    } else {
      before.fireChannelRead(bytes);
    }
    moveBehindTls(before); // TLS may begin behind a PROXY header
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext before) {
    before.fireChannelReadComplete();
    if (before == ctx && !handshakes) {
      settle();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    disarm();
    inactive.fireChannelInactive();
  }

  private void pass(ChannelHandlerContext before, ByteBuf bytes) {
    if (calmed) {
      bytes.release();
      return;
    }
    read(bytes);
    if (frames.exceeded().isPresent()) {
      bytes.release();
      calmed = true;
      close(frames.exceeded().get());
      return;
    }
    before.fireChannelRead(bytes);
  }

  private void read(ByteBuf bytes) {
    place.read(bytes);
    if (!begun || isHttp2) {
      frames.read(bytes);
    }
  }

  /** A head was decoded. */
  void headRead() {
    place.headRead();
    disarm();
  }

  /** Where an HTTP/1 connection stands. */
  Http1Place place() {
    return place;
  }

  /** The content of a request cannot be read; whoever waits for it closes the connection. */
  void contentMalformed() {
    refused = true;
    var unused = ctx.writeAndFlush(http1("400 Bad Request"));
  }

  /** From here on the connection speaks something else than HTTP. */
  void end() {
    over = true;
    disarm();
  }

  /** Starts or stops the clock, as the bytes so far want it. */
  private void settle() {
    if (!begun || over) {
      return;
    }
    if (!isWithinHeader()) {
      disarm();
    } else if (deadline == null) {
      arm();
    }
  }

  private boolean isWithinHeader() {
    return isHttp2 ? frames.isWithinHeader() : place.isWithinHeader();
  }

  private void arm() {
    deadline = ctx.executor().schedule(this::miss, nanos, TimeUnit.NANOSECONDS);
  }

  private void disarm() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void miss() {
    deadline = null;
    if (place.owesAnswer() || !ctx.channel().config().isAutoRead()) {
      arm(); // it is us who are slow: what it sent before is not answered yet
      return;
    }
    missed = true;
    close(handshakes ? Limit.HANDSHAKE : Limit.HEADER_TIMEOUT);
  }

  private void close(Limit limit) {
    over = true;
    disarm();
    tally.reached(limit, ctx.channel().remoteAddress());
    var unused = ctx.writeAndFlush(lastWord()).addListener(written -> closeFromHere(ctx));
  }

  /** From the end of the pipeline the HTTP/2 codec would add a GOAWAY that says all is well. */
  private static void closeFromHere(ChannelHandlerContext ctx) {
    var unused = ctx.close();
  }

  private ByteBuf lastWord() {
    if (handshakes) {
      return Unpooled.EMPTY_BUFFER;
    }
    return frames.areHttp2() ? frames.goAway() : http1("408 Request Timeout");
  }

  private static ByteBuf http1(String status) {
    return Unpooled.copiedBuffer(LAST_WORD.formatted(status), StandardCharsets.US_ASCII);
  }
}
