package site.cache;

import java.util.Optional;
import java.util.Set;

/** Whether a response may be stored (RFC 9111 3). */
final class Storing {
  /** RFC 9111 3, of those a shared cache meets here; the others are known by their class only. */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 410, 414, 421, 451,
          500, 501, 502, 503, 504);

  private static final Set<Integer> NEVER = Set.of(206, 304);

  private Storing() {}

  /**
   * What matters of the request.
   *
   * @param authorized RFC 9111 3.5: it had {@code Authorization}
   * @param hadCookie it had {@code Cookie}, so that the response may be for one person
   * @param noStore RFC 9111 5.2.1.5
   */
  record Question(boolean authorized, boolean hadCookie, boolean noStore) {}

  /**
   * Why a response to GET must not be stored.
   *
   * @return empty when it may be
   */
  static Optional<String> refusal(Question asked, int status, Fields fields, long receivedMillis) {
    Policy policy = Policy.of(fields);
    Directives said = policy.directives();
    if (status < 200 || NEVER.contains(status)) {
      return Optional.of("status " + status);
    }
    if (asked.noStore()) {
      return Optional.of("request no-store");
    }
    if (isForbidden(said, status)) {
      return Optional.of("no-store");
    }
    if (said.isUnqualified("private")) {
      return Optional.of("private");
    }
    if (asked.authorized() && !isShared(said) && !said.has("must-revalidate")) {
      return Optional.of("authorization");
    }
    if (Vary.isAnything(fields)) {
      return Optional.of("vary");
    }
    if (setsCookie(fields) && !isShared(said) && !policy.targeted()) {
      return Optional.of("set-cookie");
    }
    return lifetime(asked, status, policy, fields, receivedMillis / 1000);
  }

  /** RFC 9111 5.2.2.3: with {@code must-understand}, the status decides instead. */
  private static boolean isForbidden(Directives said, int status) {
    return said.has("must-understand") ? !UNDERSTOOD.contains(status) : said.has("no-store");
  }

  private static boolean isShared(Directives said) {
    return said.has("public") || said.has("s-maxage");
  }

  /** A cookie the origin wants kept out of caches may be there: {@code no-cache="set-cookie"}. */
  private static boolean setsCookie(Fields fields) {
    return fields.contains("set-cookie") && !Terms.withheldFields(fields).contains("set-cookie");
  }

  /** What will never be used again is not worth its place. */
  private static Optional<String> lifetime(
      Question asked, int status, Policy policy, Fields fields, long receivedSeconds) {
    long explicit = Freshness.explicitSeconds(policy, fields, receivedSeconds);
    boolean isValidatable = fields.contains("etag") || fields.contains("last-modified");
    boolean hasWord = explicit >= 0 || policy.directives().has("no-cache");
    if (hasWord) {
      boolean isUseful = explicit > 0 || isValidatable || isUsedStale(policy.directives());
      return isUseful ? Optional.empty() : Optional.of("stale");
    }
    // Nobody has said that it is the same for all: with a cookie we don't guess.
    boolean isGuessed =
        !asked.hadCookie()
            && Freshness.heuristicSeconds(status, policy, fields, receivedSeconds) > 0;
    return isGuessed ? Optional.empty() : Optional.of("no lifetime");
  }

  private static boolean isUsedStale(Directives said) {
    return said.seconds("stale-while-revalidate") > 0 || said.seconds("stale-if-error") > 0;
  }
}
