package site.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/** The trailers of one connection in HTTP/2, kept with their streams. */
final class Http2Trailers extends Trailers {
  private final Http2Connection connection;
  private final Http2Connection.PropertyKey key;

  private Http2Trailers(Http2Connection connection) {
    this.connection = connection;
    this.key = connection.newKey();
  }

  static Http2Trailers putUp(Http2ConnectionHandler handler) {
    Http2Trailers trailers = new Http2Trailers(handler.connection());
    handler.decoder().frameListener(trailers.new Watch(handler));
    return trailers;
  }

  @Override
  Supplier<MultiMap> begin(HttpServerRequest request) {
    return () -> of((int) request.streamId());
  }

  private MultiMap of(int id) {
    Http2Stream stream = connection.stream(id);
    MultiMap read = stream == null ? null : stream.getProperty(key);
    return read == null ? NO_FIELDS : read;
  }

  private void read(int id, Http2Headers section) {
    Http2Stream stream = connection.stream(id);
    if (stream != null && stream.isTrailersReceived()) {
      MultiMap fields = HttpHeaders.headers();
      section.forEach(field -> fields.add(field.getKey(), field.getValue()));
      stream.setProperty(key, fields);
    }
  }

  private final class Watch extends Http2FrameListenerDecorator {
    Watch(Http2ConnectionHandler handler) {
      super(handler.decoder().frameListener());
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int stream, Http2Headers section, int padding, boolean end)
        throws Http2Exception {
      read(stream, section);
      super.onHeadersRead(ctx, stream, section, padding, end);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int stream,
        Http2Headers section,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end)
        throws Http2Exception {
      read(stream, section);
      super.onHeadersRead(ctx, stream, section, dependency, weight, exclusive, padding, end);
    }
  }
}
