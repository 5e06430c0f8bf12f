package site.server;

import io.vertx.core.MultiMap;
import java.util.Map;
import site.http.HttpFailure;

/** How many fields a header section may have; the decoder limits only what they weigh. */
final class FieldCount {
  private FieldCount() {}

  /**
   * Counts no further than it has to.
   *
   * @throws HttpFailure 431
   */
  static void check(MultiMap headers, int most) {
    int count = 0;
    for (Map.Entry<String, String> unused : headers) {
      if (++count > most) {
        throw new HttpFailure(431, "more than " + most + " header fields");
      }
    }
  }
}
