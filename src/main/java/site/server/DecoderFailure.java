package site.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import site.http.HttpFailure;

/** What the HTTP decoder's complaint means to the client. */
final class DecoderFailure {
  private DecoderFailure() {}

  static HttpFailure of(Throwable cause) {
    if (cause instanceof HttpFailure known) {
      return known;
    }
    if (cause instanceof TooLongHttpLineException) {
      return new HttpFailure(414, "the request line is too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new HttpFailure(431, "the header section is too large");
    }
    return new HttpFailure(400, "malformed request: " + (cause == null ? "" : cause.getMessage()));
  }
}
