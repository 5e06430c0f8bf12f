package site.cache;

import java.util.Set;

/** What the head of the origin's answer means for what is stored. */
enum Meaning {
  /** RFC 9111 4.3.3: it is as it was. */
  UNCHANGED,
  /** RFC 5861 4: the origin fails, and better an old answer than none. */
  COVERED_FAILURE,
  /** It is an answer of its own. */
  NEW;

  private static final Set<Integer> FAILURES = Set.of(500, 502, 503, 504);

  /**
   * Decides.
   *
   * @param validating whether it was asked for changes on the cache's account
   * @param covered whether a stale response may stand in
   */
  static Meaning of(int status, boolean validating, boolean covered) {
    if (status == 304 && validating) {
      return UNCHANGED;
    }
    return covered && FAILURES.contains(status) ? COVERED_FAILURE : NEW;
  }
}
