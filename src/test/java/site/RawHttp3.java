package site;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.http3.Http3RequestStreamInboundHandler;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends fields over HTTP/3 as they are, good or bad. */
final class RawHttp3 implements AutoCloseable {
  private static final int PATIENCE = 30;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final QuicChannel connection;

  RawHttp3(int port) throws Exception {
    QuicSslContext tls =
        QuicSslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .applicationProtocols("h3")
            .build();
    Channel socket =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(
                Http3.newQuicClientCodecBuilder()
                    .sslEngineProvider(q -> tls.newEngine(q.alloc(), Http3Client.HOST, port))
                    .maxIdleTimeout(PATIENCE, TimeUnit.SECONDS)
                    .initialMaxData(1_000_000)
                    .initialMaxStreamDataBidirectionalLocal(1_000_000)
                    .build())
            .bind(0)
            .sync()
            .channel();
    connection =
        QuicChannel.newBootstrap(socket)
            .handler(new Http3ClientConnectionHandler())
            .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .connect()
            .get(PATIENCE, TimeUnit.SECONDS);
  }

  /** A request that has all it needs, to be spoilt. */
  static Http3Headers fields(String method, String path) {
    return new DefaultHttp3Headers(false)
        .method(method)
        .scheme("https")
        .authority(Http3Client.HOST)
        .path(path);
  }

  /** {@code status 200}, or {@code reset} or {@code closed} with the code in hexadecimal. */
  String ask(Http3Headers fields, String body) throws Exception {
    CompletableFuture<String> outcome = outcome();
    QuicStreamChannel stream = stream(outcome);
    var unused = stream.write(new DefaultHttp3HeadersFrame(fields));
    stream.writeAndFlush(data(body)).addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
    return outcome.get(PATIENCE, TimeUnit.SECONDS);
  }

  /** As {@link #ask}, but the content is never finished. */
  CompletableFuture<String> begin(Http3Headers fields, String body) throws Exception {
    CompletableFuture<String> outcome = outcome();
    QuicStreamChannel stream = stream(outcome);
    var unused = stream.write(new DefaultHttp3HeadersFrame(fields));
    unused = stream.writeAndFlush(data(body));
    return outcome;
  }

  /** Sends a whole request and no longer wants it (RFC 9114 4.1.1); false once nobody listens. */
  boolean takeBack(Http3Headers fields) throws Exception {
    Await.until(
        () ->
            !connection.isActive()
                || connection.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0);
    if (!connection.isActive()) {
      return false;
    }
    QuicStreamChannel stream = stream(new CompletableFuture<>());
    stream.writeAndFlush(new DefaultHttp3HeadersFrame(fields)).await(PATIENCE, TimeUnit.SECONDS);
    stream.shutdown(Http3ErrorCode.H3_REQUEST_CANCELLED.code()).await(PATIENCE, TimeUnit.SECONDS);
    return true;
  }

  private QuicStreamChannel stream(CompletableFuture<String> outcome) throws Exception {
    return Http3.newRequestStream(connection, new Answer(outcome)).get(PATIENCE, TimeUnit.SECONDS);
  }

  private static DefaultHttp3DataFrame data(String body) {
    return new DefaultHttp3DataFrame(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
  }

  /** Sends these bytes on a request's stream and leaves it open. */
  String stall(byte... bytes) throws Exception {
    CompletableFuture<String> outcome = outcome();
    var unused =
        connection
            .createStream(
                QuicStreamType.BIDIRECTIONAL, new io.netty.channel.ChannelInboundHandlerAdapter())
            .get(PATIENCE, TimeUnit.SECONDS)
            .writeAndFlush(Unpooled.wrappedBuffer(bytes));
    return outcome.get(PATIENCE, TimeUnit.SECONDS);
  }

  private CompletableFuture<String> outcome() {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    connection.closeFuture().addListener(closed -> outcome.complete("closed"));
    return outcome;
  }

  private static final class Answer extends Http3RequestStreamInboundHandler {
    private final CompletableFuture<String> outcome;

    Answer(CompletableFuture<String> outcome) {
      this.outcome = outcome;
    }

    @Override
    protected void channelRead(ChannelHandlerContext ctx, Http3HeadersFrame frame) {
      outcome.complete("status " + frame.headers().status());
    }

    @Override
    protected void channelRead(ChannelHandlerContext ctx, Http3DataFrame frame) {
      frame.release();
    }

    @Override
    protected void channelInputClosed(ChannelHandlerContext ctx) {
      // a reset tells its code, and an end without an answer is none
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (cause instanceof QuicStreamResetException reset) {
        outcome.complete("reset " + Long.toHexString(reset.applicationProtocolCode()));
      }
    }
  }

  @Override
  public void close() {
    connection.close().awaitUninterruptibly(PATIENCE, TimeUnit.SECONDS);
    var unused =
        group
            .shutdownGracefully(0, PATIENCE, TimeUnit.SECONDS)
            .awaitUninterruptibly(PATIENCE, TimeUnit.SECONDS);
  }
}
