package site.deploy;

import java.time.Duration;
import java.time.Instant;

/**
 * A canary at one moment.
 *
 * @param revision the one on trial
 * @param digest the first six hex digits of its files' SHA-256
 * @param weight its share of the clients, 0 to 1
 * @param until when it takes over if nothing speaks against it
 * @param fresh how it does
 * @param old how the one it would replace does in the same time
 */
public record CanaryState(
    int revision, String digest, double weight, Instant until, Score fresh, Score old) {

  /**
   * How the requests of one revision ended since the canary began.
   *
   * @param errors answers of 500 and above, and requests without an answer
   * @param p99 what 99 of 100 heads of answers did not exceed
   */
  public record Score(long requests, long errors, Duration p99) {
    static Score of(Tally.Counts counts) {
      return new Score(counts.requests(), counts.errors(), counts.p99());
    }
  }
}
