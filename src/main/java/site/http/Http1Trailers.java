package site.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * The trailers of one connection in HTTP/1.1. Clients may send requests ahead, which are decoded
 * before they are begun; so each is found by its header section, which decoder and request share.
 */
final class Http1Trailers extends Trailers {
  private final Queue<Message> ahead = new ArrayDeque<>();
  private Message present;

  private Http1Trailers() {}

  static Http1Trailers putUp(ChannelPipeline pipeline) {
    Http1Trailers trailers = new Http1Trailers();
    pipeline.addAfter("httpEncoder", null, trailers.new Watch());
    return trailers;
  }

  /** A request and what it said behind its chunks. */
  private static final class Message {
    private static final Message WITHOUT_CHUNKS = new Message(null);

    private final Object head;
    private MultiMap trailers = NO_FIELDS;

    Message(Object head) {
      this.head = head;
    }

    MultiMap trailers() {
      return trailers;
    }
  }

  @Override
  Supplier<MultiMap> begin(HttpServerRequest request) {
    if (present == null) {
      // Where HTTP/2 is possible too, the first head was decoded before that was known.
      present = new Message(request.headers());
      return present::trailers;
    }
    while (!ahead.isEmpty()) {
      Message next = ahead.remove();
      if (next.head == request.headers()) {
        return next::trailers;
      }
    }
    return NONE;
  }

  private void read(Object message) {
    if (message instanceof HttpRequest request) {
      present = Message.WITHOUT_CHUNKS;
      if (HttpUtil.isTransferEncodingChunked(request)) {
        present = new Message(request.headers());
        ahead.add(present);
      }
    }
    if (message instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
      present.trailers = copy(last.trailingHeaders());
    }
  }

  private static MultiMap copy(HttpHeaders from) {
    MultiMap copy = io.vertx.core.http.HttpHeaders.headers();
    from.forEach(field -> copy.add(field.getKey(), field.getValue()));
    return copy;
  }

  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      read(message);
      ctx.fireChannelRead(message);
    }
  }
}
