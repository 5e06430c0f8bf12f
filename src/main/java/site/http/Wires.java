package site.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * The wires of one connection's requests, which hear and say on Netty's channel what Vert.x' server
 * has no place for. HTTP/3 has none yet: RFC 9110 6.5 and 15.2 let a server do without.
 */
public abstract class Wires {
  private static final AttributeKey<Wires> KEY = AttributeKey.valueOf(Wires.class, "of");

  Wires() {}

  /** Begins to listen; to be called with each connection, before its first request. */
  public static void keep(HttpConnection connection) {
    ChannelPipeline pipeline = pipeline(connection);
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    if (http2 != null) {
      pipeline.channel().attr(KEY).set(Http2Wires.putUp(http2, pipeline));
    } else if (pipeline.get("httpEncoder") != null) {
      pipeline.channel().attr(KEY).set(Http1Wires.putUp(pipeline));
    }
  }

  /** That of one request; to be called when it arrives, in the order they do. */
  public static Wire of(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_1_0 || request.version() == HttpVersion.HTTP_3) {
      return Wire.NONE;
    }
    Wires kept = pipeline(request.connection()).channel().attr(KEY).get();
    return kept == null ? Wire.NONE : kept.begin(request);
  }

  abstract Wire begin(HttpServerRequest request);

  private static ChannelPipeline pipeline(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().pipeline();
  }
}
