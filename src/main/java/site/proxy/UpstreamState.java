package site.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an upstream is doing and has done, as {@code status} shows it.
 *
 * @param waiting requests for which no target has room
 * @param retries requests sent to another target since the first one failed them
 * @param mirrored copies of requests it got
 */
public record UpstreamState(
    List<TargetState> targets, int waiting, long retries, Mirrored mirrored) {

  /**
   * Copies of requests, whose answers nobody saw.
   *
   * @param failed answered with 5xx or not at all
   * @param skipped not sent, since too many were under way or their body was too long
   */
  public record Mirrored(long sent, long failed, long skipped) {
    @Override
    public String toString() {
      return sent == 0 && skipped == 0
          ? ""
          : "; mirrored=%d failed=%d skipped=%d".formatted(sent, failed, skipped);
    }
  }

  /** Whether a target gets requests. */
  public enum Condition {
    HEALTHY,
    /** Checks found that it is not well. */
    UNHEALTHY,
    /** Requests failed there; it is spared for a while. */
    EJECTED,
    /** It was ejected and gets one request, which decides. */
    TRIAL;

    /** As {@code status} and logs call it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One target.
   *
   * @param address as configured, {@code 127.0.0.1:8000} or {@code unix:/run/app.sock}
   * @param active requests and tunnels under way
   * @param requests requests sent to it since it was configured, repeated ones included
   * @param failures of those, how many it refused, let wait too long or broke off
   * @param reason why it gets no requests, empty when it does
   * @param since when its condition changed last
   */
  public record TargetState(
      String address,
      int active,
      long requests,
      long failures,
      Condition condition,
      String reason,
      Instant since) {
    @Override
    public String toString() {
      String counts = "%s active=%d requests=%d failures=%d";
      String numbers = counts.formatted(address, active, requests, failures);
      return condition == Condition.HEALTHY
          ? numbers
          : "%s %s since %s (%s)".formatted(numbers, condition.word(), since, reason);
    }
  }

  @Override
  public String toString() {
    String all = targets.stream().map(TargetState::toString).collect(Collectors.joining("; "));
    return all
        + (waiting == 0 ? "" : "; waiting=" + waiting)
        + (retries == 0 ? "" : "; retries=" + retries)
        + mirrored;
  }
}
