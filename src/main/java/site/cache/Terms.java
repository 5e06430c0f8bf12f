package site.cache;

import java.util.HashSet;
import java.util.Set;

/**
 * On what terms a response may be used again, worked out once when it arrives.
 *
 * @param lifetimeMillis how long it is fresh
 * @param initialAgeMillis how old it was when it arrived
 * @param receivedMillis when that was
 * @param validateAlways RFC 9111 5.2.2.4: {@code no-cache}
 * @param neverStale RFC 9111 5.2.2.2, .8, .10: {@code must-revalidate} and its shared relatives
 * @param staleWhileRevalidateMillis RFC 5861 3, -1 where the origin is silent
 * @param staleIfErrorMillis RFC 5861 4, -1 where the origin is silent
 * @param forAuthorized RFC 9111 3.5: may be used whatever {@code Authorization} a request has
 */
record Terms(
    long lifetimeMillis,
    long initialAgeMillis,
    long receivedMillis,
    boolean validateAlways,
    boolean neverStale,
    long staleWhileRevalidateMillis,
    long staleIfErrorMillis,
    boolean forAuthorized) {

  /**
   * What the operator says where the origin is silent.
   *
   * @param staleWhileRevalidateMillis how long a stale response is given while it is refreshed
   * @param staleIfErrorMillis how long a stale response is given when the origin fails
   */
  record Defaults(long staleWhileRevalidateMillis, long staleIfErrorMillis) {
    static final Defaults NONE = new Defaults(0, 0);
  }

  /** When a request was sent and when the head of its response had arrived. */
  record Moments(long askedMillis, long receivedMillis) {}

  static Terms of(int status, Fields fields, Moments at) {
    Policy policy = Policy.of(fields);
    Directives said = policy.directives();
    return new Terms(
        Math.max(0, lifetimeSeconds(status, policy, fields, at)) * 1000,
        Freshness.initialAgeMillis(fields, at.askedMillis(), at.receivedMillis()),
        at.receivedMillis(),
        said.isUnqualified("no-cache"),
        said.has("must-revalidate") || said.has("proxy-revalidate") || said.has("s-maxage"),
        millis(said, "stale-while-revalidate"),
        millis(said, "stale-if-error"),
        said.has("public") || said.has("s-maxage") || said.has("must-revalidate"));
  }

  private static long lifetimeSeconds(int status, Policy policy, Fields fields, Moments at) {
    long received = at.receivedMillis() / 1000;
    long explicit = Freshness.explicitSeconds(policy, fields, received);
    return explicit >= 0 ? explicit : Freshness.heuristicSeconds(status, policy, fields, received);
  }

  private static long millis(Directives said, String name) {
    return said.has(name) ? said.seconds(name) * 1000 : -1;
  }

  /** RFC 9111 4.2.3: the age at a moment. */
  long ageMillis(long nowMillis) {
    return initialAgeMillis + Math.max(0, nowMillis - receivedMillis);
  }

  /** What is left of the lifetime; negative for how long it has been stale. */
  long freshForMillis(long nowMillis) {
    return lifetimeMillis - ageMillis(nowMillis);
  }

  /** Whether the origin may be spared a stale response's validation at all (RFC 9111 4.2.4). */
  boolean mayBeStale() {
    return !neverStale && !validateAlways;
  }

  /** The fields {@code private} and {@code no-cache} name: they are not stored. */
  static Set<String> withheldFields(Fields fields) {
    Directives said = Policy.of(fields).directives();
    Set<String> names = new HashSet<>(said.fieldNames("private"));
    names.addAll(said.fieldNames("no-cache"));
    return names;
  }
}
