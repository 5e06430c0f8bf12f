package site.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Status and fields of a stored response with the terms of its use, prepared so that sending them
 * makes nothing new. Immutable: a validation puts another one in its place.
 */
final class Head {
  /** Written anew for each answer. */
  private static final Set<String> OF_ANSWER = Set.of("content-length", "age", "date");

  /** RFC 9110 15.4.5, and what says how long the answer may be kept elsewhere. */
  private static final Set<String> OF_NOT_MODIFIED =
      Set.of(
          "cache-control",
          "cdn-cache-control",
          "content-location",
          "etag",
          "expires",
          "last-modified",
          "set-cookie",
          "vary");

  private final int status;
  private final Fields fields;
  private final Terms.Moments moments;
  private final Terms terms;
  private final CharSequence date;
  private final List<Prepared> all;
  private final List<Prepared> ofNotModified;
  private volatile AtSecond last = new AtSecond(Long.MIN_VALUE, "", "");

  private record Prepared(CharSequence name, CharSequence value) {}

  /** What changes while time goes by, as text. */
  record AtSecond(long second, CharSequence age, CharSequence hit) {}

  /** The fields have a date. */
  Head(int status, Fields fields, Terms.Moments moments) {
    this.status = status;
    this.fields = fields;
    this.moments = moments;
    this.terms = Terms.of(status, fields, moments);
    this.date = HttpHeaders.createOptimized(fields.first("date"));
    this.all = prepare(fields.without(OF_ANSWER));
    // Other fields of a 304 would replace what the client has, for no reason.
    this.ofNotModified = prepare(fields.filter(OF_NOT_MODIFIED::contains));
  }

  private static List<Prepared> prepare(Fields fields) {
    List<Prepared> prepared = new ArrayList<>();
    for (Fields.Field field : fields.all()) {
      prepared.add(
          new Prepared(
              HttpHeaders.createOptimized(field.name()),
              HttpHeaders.createOptimized(field.value())));
    }
    return prepared;
  }

  int status() {
    return status;
  }

  Fields fields() {
    return fields;
  }

  Terms.Moments moments() {
    return moments;
  }

  Terms terms() {
    return terms;
  }

  void write(MultiMap to) {
    write(all, to);
  }

  void writeNotModified(MultiMap to) {
    write(ofNotModified, to);
  }

  private void write(List<Prepared> fields, MultiMap to) {
    // RFC 9111 5.1, RFC 9110 6.6.1: the date stays that of the origin, the age says how long ago
    to.set(HttpHeaders.DATE, date);
    for (int i = 0; i < fields.size(); i++) {
      Prepared field = fields.get(i);
      to.add(field.name(), field.value());
    }
  }

  /** The texts of this second. */
  AtSecond at(long nowMillis) {
    long second = nowMillis / 1000;
    AtSecond texts = last;
    if (texts.second() != second) {
      long ttl = Math.floorDiv(terms.freshForMillis(nowMillis), 1000);
      texts =
          new AtSecond(
              second,
              HttpHeaders.createOptimized(Long.toString(terms.ageMillis(nowMillis) / 1000)),
              HttpHeaders.createOptimized(CacheStatus.hit(ttl)));
      last = texts;
    }
    return texts;
  }
}
