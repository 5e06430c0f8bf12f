package site.acme;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long to wait before an order is looked at again. */
final class Polling {
  /** Looks at one order without progress before it counts as a failure: about ten minutes. */
  static final int MOST = 80;

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8));
  private static final Duration LEAST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Polling() {}

  /**
   * The pause.
   *
   * @param looks before this one
   * @param asked what the authority wants, by its clock, so that it may be negative
   */
  static Duration pause(int looks, Optional<Duration> asked) {
    Duration wanted = asked.orElse(STEPS.get(Math.min(looks, STEPS.size() - 1)));
    if (wanted.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
  }
}
