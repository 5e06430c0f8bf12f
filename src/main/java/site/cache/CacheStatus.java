package site.cache;

/** What the cache did, in the words of RFC 9211. */
final class CacheStatus {
  static final String FIELD = "cache-status";

  private static final String NAME = "site.jar";

  private CacheStatus() {}

  /** RFC 9211 2.2: why a request went on to the origin. */
  enum Forward {
    BYPASS("bypass"),
    METHOD("method"),
    URI_MISS("uri-miss"),
    VARY_MISS("vary-miss"),
    REQUEST("request"),
    STALE("stale");

    private final String text;

    Forward(String text) {
      this.text = text;
    }
  }

  /** RFC 9211 2.1, 2.4: negative seconds for how long it has been stale. */
  static String hit(long ttlSeconds) {
    return NAME + "; hit; ttl=" + ttlSeconds;
  }

  static String hit(long ttlSeconds, String detail) {
    return hit(ttlSeconds) + "; detail=" + detail;
  }

  static String forwarded(Forward why) {
    return NAME + "; fwd=" + why.text;
  }

  static String stored(Forward why, int status) {
    return forwarded(why, status) + "; stored";
  }

  static String notStored(Forward why, int status, String reason) {
    return forwarded(why, status) + "; detail=\"" + reason + '"';
  }

  /** RFC 9211 2.3: a status the client does not see is worth telling. */
  private static String forwarded(Forward why, int status) {
    return why == Forward.STALE ? forwarded(why) + "; fwd-status=" + status : forwarded(why);
  }

  /** A stored response that the origin said is still good. */
  static String validated(long ttlSeconds) {
    return NAME + "; fwd=stale; fwd-status=304; stored; ttl=" + ttlSeconds;
  }

  /** A stale response in the place of the origin's failure. */
  static String standIn(long ttlSeconds, int status) {
    return NAME + "; hit; ttl=" + ttlSeconds + "; fwd=stale; fwd-status=" + status;
  }

  /** RFC 9211 2.6: answered with what another request brought. */
  static String collapsed(Forward why) {
    return forwarded(why) + "; collapsed";
  }

  static String gatewayTimeout() {
    return NAME + "; detail=only-if-cached";
  }
}
