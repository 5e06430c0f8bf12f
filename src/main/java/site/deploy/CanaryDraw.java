package site.deploy;

/**
 * Which of two revisions gets a request during a canary. A client that says by its cookie which one
 * it had before has it again; any other draws a lot and is told what it drew. Pure.
 *
 * @param isFresh whether the new revision gets it
 * @param isNew whether the client is to be told
 */
record CanaryDraw(boolean isFresh, boolean isNew) {

  /**
   * Draws.
   *
   * @param cookie the revision the client says it had, null for none
   * @param weight share of the new revision, 0 to 1
   * @param lot evenly from 0 to 1, 1 excluded
   */
  static CanaryDraw of(String cookie, int old, int fresh, double weight, double lot) {
    if (Integer.toString(fresh).equals(cookie)) {
      return new CanaryDraw(true, false);
    }
    if (Integer.toString(old).equals(cookie)) {
      return new CanaryDraw(false, false);
    }
    return new CanaryDraw(lot < weight, true);
  }
}
