package site.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Resets streams whose head the codec lets pass although it is malformed (RFC 9113 8.1.1) and which
 * the server behind would close the connection for, or take for something else.
 */
final class Http2Grammar extends Http2FrameListenerDecorator {
  private final Http2Refusals refusals;

  private Http2Grammar(Http2FrameListener listener, Http2Refusals refusals) {
    super(listener);
    this.refusals = refusals;
  }

  static void addTo(Http2ConnectionDecoder decoder, Http2Refusals refusals) {
    decoder.frameListener(new Http2Grammar(decoder.frameListener(), refusals));
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end)
      throws Http2Exception {
    check(stream, headers);
    super.onHeadersRead(ctx, stream, headers, padding, end);
    refusals.begun(stream);
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
    check(stream, headers);
    super.onHeadersRead(ctx, stream, headers, dependency, weight, exclusive, padding, end);
    refusals.begun(stream);
  }

  private void check(int stream, Http2Headers headers) throws Http2Exception {
    CharSequence method = headers.method();
    if (method == null) {
      return; // trailers
    }
    if (HttpHeaderValidationUtil.validateToken(method) >= 0) {
      throw malformed(stream, ":method: not a token");
    }
    if (headers.authority() == null && headers.getAll(HttpHeaderNames.HOST).size() > 1) {
      throw malformed(stream, "host: more than one");
    }
  }

  private Http2Exception malformed(int stream, String what) {
    refusals.because(what);
    return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, what);
  }
}
