package site.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/** Shows interim answers of HTTP/2 in the one form that Vert.x' client can tell from the answer. */
final class InterimDisguise extends Http2FrameListenerDecorator {
  private InterimDisguise(Http2FrameListener listener) {
    super(listener);
  }

  /** Stands in front of what the handler tells of frames; its settings have been exchanged. */
  static void putUp(Http2ConnectionHandler handler) {
    handler.decoder().frameListener(new InterimDisguise(handler.decoder().frameListener()));
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    super.onHeadersRead(ctx, stream, disguised(headers), padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end)
      throws Http2Exception {
    super.onHeadersRead(
        ctx, stream, disguised(headers), dependency, weight, exclusive, padding, end);
  }

  /** RFC 9113 8.6: 101 has no place in HTTP/2 and is left to be refused. */
  private static Http2Headers disguised(Http2Headers headers) {
    CharSequence status = headers.status();
    if (status != null && status.charAt(0) == '1' && Interim.isUnknown(status)) {
      headers.set(Interim.STATUS_FIELD, status);
      headers.status(Integer.toString(Interim.EARLY_HINTS));
    }
    return headers;
  }
}
