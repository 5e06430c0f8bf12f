package site.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Passes over the interim answers of HTTP/2 that nobody asked for and nobody knows (RFC 9110 15.2);
 * the client behind it would take the first for the answer. Those it knows, 100 and 103, pass.
 */
final class InterimFilter extends Http2FrameListenerDecorator {
  private InterimFilter(Http2FrameListener listener) {
    super(listener);
  }

  /** Stands in front of what the handler tells of frames; its settings have been exchanged. */
  static void putUp(Http2ConnectionHandler handler) {
    handler.decoder().frameListener(new InterimFilter(handler.decoder().frameListener()));
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    if (!isUnknown(headers.status())) {
      super.onHeadersRead(ctx, stream, headers, padding, end);
    }
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
    if (!isUnknown(headers.status())) {
      super.onHeadersRead(ctx, stream, headers, dependency, weight, exclusive, padding, end);
    }
  }

  /** RFC 9113 8.6: 101 has no place in HTTP/2 and is left to be refused. */
  static boolean isUnknown(CharSequence status) {
    return status != null
        && status.length() == 3
        && status.charAt(0) == '1'
        && !(status.charAt(1) == '0' && "013".indexOf(status.charAt(2)) >= 0);
  }
}
