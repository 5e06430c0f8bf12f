package site.server;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import site.config.LimitsConfig;
import site.http.HttpFailure;

/**
 * What a decoder does not limit of a request's head: in HTTP/2 and HTTP/3 the length of the target,
 * and in all versions how many fields there are, as decoders know only what they weigh.
 */
final class HeadLimits {
  private HeadLimits() {}

  /**
   * Looks no further than it has to.
   *
   * @throws HttpFailure 414 or 431
   */
  static void check(HttpServerRequest request, LimitsConfig limits) {
    String target = request.uri(); // CONNECT has none in HTTP/2
    if (target != null && target.length() > limits.requestLine()) {
      throw new HttpFailure(414, "the request line is too long");
    }
    count(request.headers(), limits.headerCount());
  }

  private static void count(MultiMap headers, int most) {
    int count = 0;
    for (Map.Entry<String, String> unused : headers) {
      if (++count > most) {
        throw new HttpFailure(431, "more than " + most + " header fields");
      }
    }
  }
}
