package site.cache;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import site.http.HttpDate;

/** How long a response is fresh, and how old it is when it arrives (RFC 9111 4.2). */
final class Freshness {
  /** RFC 9111 4.2.2: "a typical setting of this fraction might be 10%". */
  private static final int HEURISTIC_PART = 10;

  private static final long HEURISTIC_MAX_SECONDS = 24 * 3600;

  /** RFC 9110 15.1: those that may be given a heuristic lifetime; 206 is not stored here. */
  private static final Set<Integer> HEURISTIC_STATUS =
      Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

  private Freshness() {}

  /**
   * The seconds a response is fresh from when it was made, as its origin says. RFC 9111 4.2.1: the
   * shared maximum first, then the maximum, then the date.
   *
   * @param receivedSeconds stands in for a date the response does not have
   * @return -1 when it says nothing
   */
  static long explicitSeconds(Policy policy, Fields fields, long receivedSeconds) {
    Directives directives = policy.directives();
    if (directives.has("s-maxage")) {
      return directives.seconds("s-maxage");
    }
    if (directives.has("max-age")) {
      return directives.seconds("max-age");
    }
    // RFC 9213 2.2: where a targeted field is followed, Expires is not.
    if (policy.targeted() || !fields.contains("expires")) {
      return -1;
    }
    return expires(fields, receivedSeconds);
  }

  /** RFC 9111 5.3: a date that cannot be read, "0" above all, is one in the past. */
  private static long expires(Fields fields, long receivedSeconds) {
    List<String> lines = fields.values("expires");
    Instant received = Instant.ofEpochSecond(receivedSeconds);
    if (lines.size() > 1 && Set.copyOf(lines).size() > 1) {
      return 0;
    }
    return HttpDate.parse(lines.get(0).trim(), received)
        .map(end -> Math.max(0, end.getEpochSecond() - dateSeconds(fields, receivedSeconds)))
        .orElse(0L);
  }

  /**
   * RFC 9111 4.2.2: what did not change for long will not change soon.
   *
   * @return -1 when there is nothing to guess from
   */
  static long heuristicSeconds(int status, Policy policy, Fields fields, long receivedSeconds) {
    boolean mayBeGuessed =
        HEURISTIC_STATUS.contains(status) || policy.directives().isUnqualified("public");
    Optional<Instant> modified = date(fields, "last-modified", receivedSeconds);
    if (!mayBeGuessed || modified.isEmpty()) {
      return -1;
    }
    long unchanged = dateSeconds(fields, receivedSeconds) - modified.get().getEpochSecond();
    return Math.max(0, Math.min(HEURISTIC_MAX_SECONDS, unchanged / HEURISTIC_PART));
  }

  /**
   * RFC 9111 4.2.3: the age when the response had arrived, by the worse of two measures.
   *
   * @param askedMillis when the request was sent
   * @param receivedMillis when the head of the response was there
   */
  static long initialAgeMillis(Fields fields, long askedMillis, long receivedMillis) {
    long received = receivedMillis / 1000;
    long apparent = Math.max(0, received - dateSeconds(fields, received)) * 1000;
    long corrected = ageSeconds(fields) * 1000 + Math.max(0, receivedMillis - askedMillis);
    return Math.max(apparent, corrected);
  }

  /** RFC 9111 5.1: the first member of a list counts; what is no number is ignored. */
  private static long ageSeconds(Fields fields) {
    String age = fields.first("age");
    return age == null ? 0 : Directives.secondsOr(age.split(",", 2)[0].trim(), 0);
  }

  /** RFC 9110 6.6.1: without a date of its own, a response is of when it was received. */
  private static long dateSeconds(Fields fields, long receivedSeconds) {
    return date(fields, "date", receivedSeconds)
        .map(Instant::getEpochSecond)
        .orElse(receivedSeconds);
  }

  private static Optional<Instant> date(Fields fields, String name, long receivedSeconds) {
    return Optional.ofNullable(fields.first(name))
        .flatMap(text -> HttpDate.parse(text, Instant.ofEpochSecond(receivedSeconds)));
  }
}
