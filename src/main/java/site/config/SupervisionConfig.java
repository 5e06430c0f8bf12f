package site.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an app is kept going.
 *
 * @param stall how long an instance may block its thread; absent means what is usual for its kind
 *     of threads
 */
public record SupervisionConfig(
    Restart restart, Optional<Duration> stall, Recycle recycle, Limits limits) {

  /**
   * What happens when it fails.
   *
   * @param backoff the pause before each restart in a row, the last one for all further ones
   * @param giveUpAfter so many restarts in a row
   */
  public record Restart(List<Duration> backoff, int giveUpAfter) {}

  /** When a fresh start of the same files takes over: after so many requests, at such an age. */
  public record Recycle(Optional<Integer> requests, Optional<Duration> age) {}

  /**
   * What it takes on.
   *
   * @param concurrent requests at a time
   * @param queue requests that may wait, for a place or for an instance
   * @param queueTime how long they may
   */
  public record Limits(Optional<Integer> concurrent, int queue, Duration queueTime) {}
}
