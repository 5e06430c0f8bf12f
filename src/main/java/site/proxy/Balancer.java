package site.proxy;

/** Decides which target gets a request. Knows positions only, neither addresses nor connections. */
final class Balancer {
  private Balancer() {}

  /**
   * Each target in turn.
   *
   * @param turn grows by one with every request; may overflow
   * @param attempt 0 for the target whose turn it is, then one more for each that was tried
   */
  static int roundRobin(int turn, int attempt, int targets) {
    return Math.floorMod(turn + attempt, targets);
  }
}
