package site.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import site.http.HeaderRules;
import site.http.HttpDate;

/** The fields of an answer as it arrives, without those that are its connection's alone. */
final class Received {
  /** Names one exchange. */
  private static final String ID = "x-request-id";

  private Received() {}

  /** What is stored of it; how long it is, is known when all of it is there (RFC 9111 3.1). */
  static Fields toStore(MultiMap headers, long nowMillis) {
    List<Fields.Field> all = without(headers, Set.of(ID, "content-length"));
    if (!headers.contains(HttpHeaders.DATE)) {
      // RFC 9110 6.6.1: who stores it says when it came
      all.add(new Fields.Field("date", HttpDate.format(Instant.ofEpochMilli(nowMillis))));
    }
    return new Fields(all);
  }

  /** What is compared with something stored. */
  static Fields toCompare(MultiMap headers) {
    return new Fields(without(headers, Set.of(ID)));
  }

  private static List<Fields.Field> without(MultiMap headers, Set<String> unwanted) {
    Set<String> bound = HeaderRules.connectionBound(headers);
    List<Fields.Field> all = new ArrayList<>();
    for (Map.Entry<String, String> field : headers) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!bound.contains(name) && !unwanted.contains(name)) {
        all.add(new Fields.Field(name, field.getValue()));
      }
    }
    return all;
  }
}
