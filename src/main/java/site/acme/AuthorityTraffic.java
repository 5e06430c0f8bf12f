package site.acme;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what authorities are asked and how they answer. There are as many as are configured. */
public final class AuthorityTraffic {
  /** For an exchange without an answer. */
  private static final int NO_ANSWER = 0;

  private final Clock clock;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  public AuthorityTraffic(Clock clock) {
    this.clock = clock;
  }

  /**
   * Exchanges with one authority since the start.
   *
   * @param byStatus how many had which status; 0 stands for those without an answer
   * @param time all of them took
   * @param quietUntil when the authority wants to hear from us again, if it said so
   * @param skew how far its clock was ahead of ours when it last said
   */
  public record Counts(
      Map<Integer, Long> byStatus,
      Duration time,
      Optional<Instant> quietUntil,
      Optional<Duration> skew) {}

  private static final class Tally {
    private final Map<Integer, Long> byStatus = new LinkedHashMap<>();
    private Duration time = Duration.ZERO;
    private Optional<Instant> quietUntil = Optional.empty();
    private Optional<Duration> skew = Optional.empty();
  }

  /** An exchange ended; {@code seen} is empty when nothing came back. */
  synchronized void count(String authority, Duration took, Optional<BoundedHttp.Seen> seen) {
    Tally tally = tallies.computeIfAbsent(authority, id -> new Tally());
    tally.byStatus.merge(seen.map(BoundedHttp.Seen::status).orElse(NO_ANSWER), 1L, Long::sum);
    tally.time = tally.time.plus(took);
    seen.flatMap(BoundedHttp.Seen::retryAfter)
        .ifPresent(pause -> tally.quietUntil = Optional.of(clock.instant().plus(pause)));
    seen.flatMap(BoundedHttp.Seen::skew).ifPresent(skew -> tally.skew = Optional.of(skew));
  }

  /** By the name of the authority. */
  public synchronized Map<String, Counts> state() {
    Map<String, Counts> state = new LinkedHashMap<>();
    tallies.forEach(
        (authority, t) ->
            state.put(authority, new Counts(Map.copyOf(t.byStatus), t.time, t.quietUntil, t.skew)));
    return state;
  }
}
