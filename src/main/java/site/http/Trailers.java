package site.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.function.Supplier;

/**
 * What requests say behind their content (RFC 9110 6.5). Vert.x' server throws it away, so it is
 * taken from what the decoders tell of each connection. Of HTTP/3 there is nothing: RFC 9110 6.5
 * lets anybody drop trailers.
 */
public abstract class Trailers {
  static final MultiMap NO_FIELDS = MultiMap.caseInsensitiveMultiMap();

  /** For requests that have none. */
  public static final Supplier<MultiMap> NONE = () -> NO_FIELDS;

  private static final AttributeKey<Trailers> KEY = AttributeKey.valueOf(Trailers.class, "of");

  Trailers() {}

  /** Begins to take note of them; to be called with each connection, before its first request. */
  public static void keep(HttpConnection connection) {
    ChannelPipeline pipeline = pipeline(connection);
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    if (http2 != null) {
      pipeline.channel().attr(KEY).set(Http2Trailers.putUp(http2));
    } else if (pipeline.get("httpEncoder") != null) {
      pipeline.channel().attr(KEY).set(Http1Trailers.putUp(pipeline));
    }
  }

  /**
   * Those of one request; to be called when it arrives, in the order of the connection's requests.
   *
   * @return what has come of them so far: all, when the content has ended
   */
  public static Supplier<MultiMap> of(HttpServerRequest request) {
    return switch (request.version()) {
      case HTTP_1_0, HTTP_3 -> NONE;
      // RFC 9112 7.1: nothing but chunks has room for them.
      case HTTP_1_1 ->
          request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? find(request) : NONE;
      case HTTP_2 -> find(request);
    };
  }

  private static Supplier<MultiMap> find(HttpServerRequest request) {
    Trailers kept = pipeline(request.connection()).channel().attr(KEY).get();
    return kept == null ? NONE : kept.begin(request);
  }

  abstract Supplier<MultiMap> begin(HttpServerRequest request);

  private static ChannelPipeline pipeline(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().pipeline();
  }
}
