package site.server;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.regex.Pattern;
import site.http.HttpFailure;

/**
 * Turns away messages of other versions than 1.0 and 1.1, which Vert.x would answer itself, in a
 * version that we don't speak either.
 */
final class Http1Version {
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]"); // RFC 9112 2.3

  private Http1Version() {}

  /** Makes the request one that could not be decoded. */
  @SuppressWarnings("ReferenceEquality") // the decoder knows these two, and "http/1.1" equals one
  static void check(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    if (version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0) {
      return;
    }
    HttpFailure failure =
        VERSION.matcher(version.text()).matches()
            ? new HttpFailure(505, "version: neither HTTP/1.0 nor HTTP/1.1")
            : new HttpFailure(400, "malformed request: no version");
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
    if (request.decoderResult().isSuccess()) {
      request.setDecoderResult(DecoderResult.failure(failure));
    }
  }
}
