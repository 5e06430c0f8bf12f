package site.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import java.util.Optional;

/** Where the body of one request comes from. */
interface BodySource {
  /** Whether all of it has come. */
  boolean isOver();

  /** Whether the client may send now: it is not us who hold it up. */
  boolean mayCome();

  /** Whether 100 (Continue) was sent, as far as that is known. */
  boolean wasAskedFor();

  /** Bytes that came; only differences tell something. */
  long arrived();

  /** Empty for a request that has no body. */
  static Optional<BodySource> of(HttpServerRequest request) {
    Channel channel = HeaderDeadline.channel(request.connection());
    if (isNone(request)) {
      return Optional.empty();
    }
    return switch (request.version()) {
      case HTTP_1_0, HTTP_1_1 -> http1(channel);
      case HTTP_2 -> http2(channel, request);
      case HTTP_3 -> http3(channel, request);
    };
  }

  /** RFC 9112 6.3. In HTTP/2 the stream's end comes later; these methods have no body by custom. */
  static boolean isNone(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      return false;
    }
    boolean http1 = request.version().compareTo(HttpVersion.HTTP_2) < 0;
    return http1
        ? !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  private static Optional<BodySource> http1(Channel channel) {
    return Optional.ofNullable(HeaderDeadline.of(channel))
        .map(deadline -> new Http1Body(deadline.place(), channel.config()));
  }

  private static Optional<BodySource> http2(Channel channel, HttpServerRequest request) {
    VertxHttp2ConnectionHandler<?> handler =
        channel.pipeline().get(VertxHttp2ConnectionHandler.class);
    Http2Connection connection = handler.connection();
    Http2Stream stream = connection.stream((int) request.streamId());
    return Optional.ofNullable(stream)
        .map(open -> new Http2Body(connection, handler.decoder().flowController(), open, request));
  }

  private static Optional<BodySource> http3(Channel channel, HttpServerRequest request) {
    return channel.pipeline().get(Http3Streams.class).body(request.streamId());
  }

  /** Whoever reads sets the channel to read; where nobody does, the client has to wait. */
  record Http1Body(Http1Place place, ChannelConfig channel) implements BodySource {
    @Override
    public boolean isOver() {
      return !place.isWithinMessage();
    }

    @Override
    public boolean mayCome() {
      return channel.isAutoRead();
    }

    @Override
    public boolean wasAskedFor() {
      return place.wasBodyAskedFor();
    }

    @Override
    public long arrived() {
      return place.received();
    }
  }

  /** The windows of RFC 9113 5.2 say whose turn it is. */
  record Http2Body(
      Http2Connection connection,
      Http2LocalFlowController flow,
      Http2Stream stream,
      HttpServerRequest request)
      implements BodySource {
    @Override
    public boolean isOver() {
      return !stream.state().remoteSideOpen();
    }

    @Override
    public boolean mayCome() {
      return flow.windowSize(stream) > 0 && flow.windowSize(connection.connectionStream()) > 0;
    }

    @Override
    public boolean wasAskedFor() {
      return false;
    }

    @Override
    public long arrived() {
      return request.bytesRead();
    }
  }

  /** As with HTTP/1.1; a stream that is not read runs out of credit (RFC 9000 4.1). */
  record Http3Body(Http3Request request, ChannelConfig stream) implements BodySource {
    @Override
    public boolean isOver() {
      return request.isBodyOver();
    }

    @Override
    public boolean mayCome() {
      return stream.isAutoRead();
    }

    @Override
    public boolean wasAskedFor() {
      return false;
    }

    @Override
    public long arrived() {
      return request.bodyBytes();
    }
  }
}
