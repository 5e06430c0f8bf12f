package site.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import site.config.SupervisionConfig.Restart;

/** When to try again. Pure. */
final class RestartPolicy {
  /** Who has gone on for so long without a failure begins at the first pause again. */
  static final Duration HEALTHY = Duration.ofSeconds(60);

  private RestartPolicy() {}

  /**
   * The pause before the next start.
   *
   * @param restarts those made in a row so far
   * @return empty when it is time to give up
   */
  static Optional<Duration> pause(Restart restart, int restarts) {
    if (restarts >= restart.giveUpAfter()) {
      return Optional.empty();
    }
    List<Duration> pauses = restart.backoff();
    return Optional.of(pauses.get(Math.min(restarts, pauses.size() - 1)));
  }
}
