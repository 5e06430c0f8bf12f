package site.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Access log entries for tests: made from a request as it was sent. */
final class Entries {
  private static final Instant TIME = Instant.parse("2026-05-26T12:16:06.188Z");

  private Entries() {}

  /** The request's lines, ended by CRLF; the answer has status 200 and five bytes. */
  static AccessEntry of(String request) {
    return of(request, "", TIME);
  }

  static AccessEntry of(String request, String user, Instant time) {
    String[] lines = request.stripTrailing().split("\r\n", -1);
    String[] first = lines[0].split(" ", -1);
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Arrays.stream(lines).skip(1).forEach(line -> add(fields, line));
    String uri = first[1];
    int question = uri.indexOf('?');
    return new AccessEntry(
        new AccessEntry.Client("127.0.0.1", 4711, user),
        new AccessEntry.Request(
            first[0],
            uri,
            first[2],
            "http",
            fields.get("host"),
            question < 0 ? uri : uri.substring(0, question),
            question < 0 ? null : uri.substring(question + 1),
            fields::get),
        new AccessEntry.Response(200, 5, Map.of("content-type", "text/plain")::get),
        time,
        1_234_567_890,
        "abcdefgh234567ab",
        "example.com",
        "/*",
        "");
  }

  private static void add(Map<String, String> fields, String line) {
    int colon = line.indexOf(':');
    fields.merge(
        line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
  }
}
