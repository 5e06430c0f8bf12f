package site.proxy;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Decides which of the candidates gets a request. Knows weights and loads, neither addresses nor
 * connections; who is no candidate, because it is down or was tried, others decide.
 */
final class Balancer {
  /** Shares of a candidate that is eased in are told apart to a hundredth of a weight of one. */
  private static final int FINE = 100;

  /** The most even way to scatter points over a range is by steps of this part of it. */
  private static final double GOLDEN = 0.6180339887498949;

  private Balancer() {}

  /**
   * Each in turn, as often as its weight says: after as many turns as all weights together, each
   * had exactly its share. Needs nothing but the turn, so that event loops share one counter.
   *
   * @param turn grows by one with every request; may overflow
   */
  static int roundRobin(List<Candidate> candidates, int turn) {
    int[] shares = shares(candidates);
    int whole = IntStream.of(shares).sum();
    int point = (int) ((long) Math.floorMod(turn, whole) * stride(whole, shares.length) % whole);
    int chosen = 0;
    while (point >= shares[chosen]) {
      point -= shares[chosen++];
    }
    return chosen;
  }

  /** The one with the fewest requests for its weight; among equals each in turn by weight. */
  static int leastRequests(List<Candidate> candidates, int turn) {
    double least = candidates.stream().mapToDouble(Candidate::load).min().orElseThrow();
    int[] equals =
        IntStream.range(0, candidates.size())
            .filter(i -> candidates.get(i).load() == least)
            .toArray();
    return equals[roundRobin(IntStream.of(equals).mapToObj(candidates::get).toList(), turn)];
  }

  /** Two drawn by lot and of them the one with the lesser load: no herd runs after the least. */
  static int randomTwo(List<Candidate> candidates, RandomGenerator random) {
    int size = candidates.size();
    if (size == 1) {
      return 0;
    }
    int one = random.nextInt(size);
    int other = (one + 1 + random.nextInt(size - 1)) % size;
    Candidate first = candidates.get(one);
    Candidate second = candidates.get(other);
    if (first.load() == second.load()) {
      double point = random.nextDouble() * (first.weight() + second.weight());
      return point < first.weight() ? one : other;
    }
    return second.load() < first.load() ? other : one;
  }

  /**
   * The same candidate for the same key. Each candidate draws a number for the key, weighted, and
   * the highest wins (rendezvous hashing): when one leaves, only its own keys move, and they move
   * to all others by their weights.
   */
  static int byHash(List<Candidate> candidates, long key) {
    int chosen = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double drawn = -candidate.weight() / Math.log(Hash.unit(Hash.mix(key ^ candidate.hash())));
      if (drawn > best) {
        best = drawn;
        chosen = i;
      }
    }
    return chosen;
  }

  /** Whole numbers in the proportion of the weights. */
  private static int[] shares(List<Candidate> candidates) {
    boolean whole = candidates.stream().allMatch(c -> c.weight() == Math.rint(c.weight()));
    int[] shares =
        candidates.stream()
            .mapToInt(c -> (int) Math.max(1, Math.rint(whole ? c.weight() : c.weight() * FINE)))
            .toArray();
    int divisor = IntStream.of(shares).reduce(0, Balancer::divisor);
    return IntStream.of(shares).map(share -> share / divisor).toArray();
  }

  /** A step that reaches every point of the range once, far from the one before. */
  private static int stride(int whole, int count) {
    if (whole == count) {
      return 1; // equal weights: in the order written
    }
    int step = Math.max(1, (int) (whole * GOLDEN));
    while (divisor(step, whole) != 1) {
      step++;
    }
    return step;
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
