package site.proxy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an upstream is doing and has done, as {@code status} shows it.
 *
 * @param waiting requests for which no target has room
 */
public record UpstreamState(List<TargetState> targets, int waiting) {

  /**
   * One target.
   *
   * @param address as configured, {@code 127.0.0.1:8000} or {@code unix:/run/app.sock}
   * @param active requests and tunnels under way
   * @param requests requests sent to it since it was configured, repeated ones included
   * @param failures of those, how many it refused, let wait too long or broke off
   */
  public record TargetState(String address, int active, long requests, long failures) {
    @Override
    public String toString() {
      return "%s active=%d requests=%d failures=%d".formatted(address, active, requests, failures);
    }
  }

  @Override
  public String toString() {
    String all = targets.stream().map(TargetState::toString).collect(Collectors.joining("; "));
    return waiting == 0 ? all : all + "; waiting=" + waiting;
  }
}
