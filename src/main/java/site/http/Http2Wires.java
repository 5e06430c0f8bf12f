package site.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** The wires of HTTP/2; trailers are kept with their streams. */
final class Http2Wires extends Wires {
  private final Http2ConnectionHandler handler;
  private final ChannelHandlerContext ctx;
  private final Http2Connection.PropertyKey trailers;

  private Http2Wires(Http2ConnectionHandler handler, ChannelHandlerContext ctx) {
    this.handler = handler;
    this.ctx = ctx;
    this.trailers = handler.connection().newKey();
  }

  static Http2Wires putUp(Http2ConnectionHandler handler, ChannelPipeline pipeline) {
    Http2Wires wires = new Http2Wires(handler, pipeline.context(handler));
    handler.decoder().frameListener(wires.new Watch());
    return wires;
  }

  @Override
  Wire begin(HttpServerRequest request) {
    return new Stream((int) request.streamId());
  }

  private final class Stream implements Wire {
    private final int id;

    Stream(int id) {
      this.id = id;
    }

    @Override
    public MultiMap trailers() {
      Http2Stream stream = handler.connection().stream(id);
      MultiMap read = stream == null ? null : stream.getProperty(trailers);
      return read == null ? NONE.trailers() : read;
    }

    @Override
    public void interim(int status, MultiMap fields) {
      Http2Headers section = new DefaultHttp2Headers().status(Integer.toString(status));
      fields.forEach((name, value) -> section.add(name.toLowerCase(Locale.ROOT), value));
      var unused = handler.encoder().writeHeaders(ctx, id, section, 0, false, ctx.newPromise());
      ctx.flush();
    }
  }

  /** RFC 9113 8.3.1: what has a method is no trailer section but the request's head. */
  private void read(int id, Http2Headers section) throws Http2Exception {
    Http2Stream stream = handler.connection().stream(id);
    if (stream != null && section.method() == null) {
      stream.setProperty(trailers, fields(id, section));
    }
  }

  private static MultiMap fields(int id, Http2Headers section) throws Http2Exception {
    MultiMap fields = HttpHeaders.headers();
    try {
      section.forEach(field -> fields.add(field.getKey(), field.getValue()));
    } catch (IllegalArgumentException e) {
      throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, e, "malformed trailers");
    }
    return fields;
  }

  private final class Watch extends Http2FrameListenerDecorator {
    Watch() {
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
