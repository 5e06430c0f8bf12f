package site.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What a new revision of an app has to pass before it gets the requests.
 *
 * @param ready the path it must answer 2xx; absent means that it started
 * @param rehearse so many of the last safe requests are replayed against it
 * @param canary absent means that it gets all requests at once
 */
public record RolloutConfig(Optional<String> ready, int rehearse, Optional<Canary> canary) {
  /** It started, that is enough. */
  public static final RolloutConfig NONE = new RolloutConfig(Optional.empty(), 0, Optional.empty());

  /**
   * Few clients first.
   *
   * @param weight their share, 0 to 1
   * @param time how long, if nothing speaks against it
   * @param maxErrorRate the share of 5xx answers that ends it, 0 to 1
   * @param maxP99 the 99th percentile of the time to an answer that ends it
   */
  public record Canary(
      double weight, Duration time, Optional<Double> maxErrorRate, Optional<Duration> maxP99) {}
}
