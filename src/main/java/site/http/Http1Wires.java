package site.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The wires of HTTP/1.1. Clients may send requests ahead, which are decoded before they are begun;
 * so each is found by its header section, which decoder and request share.
 */
final class Http1Wires extends Wires {
  private final Queue<Message> ahead = new ArrayDeque<>();
  private final Message withoutChunks = new Message(null);
  private ChannelHandlerContext ctx;
  private Message present;

  private Http1Wires() {}

  static Http1Wires putUp(ChannelPipeline pipeline) {
    Http1Wires wires = new Http1Wires();
    pipeline.addAfter("httpEncoder", null, wires.new Watch());
    return wires;
  }

  /** RFC 9112 7.1: nothing but chunks has room for trailers. */
  @Override
  Wire begin(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        ? find(request)
        : withoutChunks;
  }

  private Wire find(HttpServerRequest request) {
    if (present == null) {
      // Where HTTP/2 is possible too, the first head was decoded before that was known.
      present = new Message(null);
      return present;
    }
    while (!ahead.isEmpty()) {
      Message next = ahead.remove();
      if (next.head == request.headers()) {
        return next;
      }
    }
    return withoutChunks;
  }

  private void read(Object message) {
    if (message instanceof HttpRequest request) {
      present = withoutChunks;
      if (HttpUtil.isTransferEncodingChunked(request)) {
        present = new Message(request.headers());
        ahead.add(present);
      }
    }
    if (message instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
      present.trailers = HttpHeaders.headers();
      last.trailingHeaders().forEach(f -> present.trailers.add(f.getKey(), f.getValue()));
    }
  }

  /** A request and what it said behind its chunks. */
  private final class Message implements Wire {
    private final Object head;
    private MultiMap trailers = NONE.trailers();

    Message(Object head) {
      this.head = head;
    }

    @Override
    public MultiMap trailers() {
      return trailers;
    }

    @Override
    public void interim(int status, MultiMap fields) {
      DefaultFullHttpResponse interim =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.EMPTY_BUFFER);
      fields.forEach((name, value) -> interim.headers().add(name, value));
      var unused = ctx.writeAndFlush(interim);
    }
  }

  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      ctx = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext own, Object message) {
      read(message);
      own.fireChannelRead(message);
    }
  }
}
