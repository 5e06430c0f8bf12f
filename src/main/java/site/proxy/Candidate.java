package site.proxy;

/**
 * A target as far as choosing is concerned.
 *
 * @param hash of what it is called; the same after every restart, whatever its position
 * @param weight its share, more than 0; whole but for a target that is eased in
 * @param active requests under way
 */
record Candidate(long hash, double weight, int active) {
  double load() {
    return active / weight;
  }
}
