package site.config;

import java.time.Duration;
import java.util.List;

/**
 * Other servers that answer for us.
 *
 * @param targets tried in turn, at least one
 */
public record UpstreamConfig(List<TargetConfig> targets, Timeouts timeouts) {

  /** One server of an upstream. */
  public record TargetConfig(TargetUrl url) {}

  /**
   * How long each phase may take.
   *
   * @param connect until the connection is established
   * @param response from the request's last byte to the response's head
   * @param idle without a byte in either direction while a body is on its way
   */
  public record Timeouts(Duration connect, Duration response, Duration idle) {}
}
