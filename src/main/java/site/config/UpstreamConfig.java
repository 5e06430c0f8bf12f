package site.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Other servers that answer for us.
 *
 * @param targets at least one
 * @param proxyProtocol in which form they are told the client's address, absent where they are not
 */
public record UpstreamConfig(
    List<TargetConfig> targets,
    Timeouts timeouts,
    BalanceConfig balance,
    HealthConfig health,
    RetryConfig retry,
    TargetTls tls,
    Optional<ProxyProtocol> proxyProtocol) {

  /** Targets about which nothing else is said. */
  public UpstreamConfig(List<TargetConfig> targets, Timeouts timeouts) {
    this(targets, timeouts, BalanceConfig.DEFAULT, HealthConfig.NONE, RetryConfig.DEFAULT);
  }

  /** Targets whose TLS is of the usual kind. */
  public UpstreamConfig(
      List<TargetConfig> targets,
      Timeouts timeouts,
      BalanceConfig balance,
      HealthConfig health,
      RetryConfig retry) {
    this(targets, timeouts, balance, health, retry, TargetTls.DEFAULT, Optional.empty());
  }

  /**
   * One server of an upstream.
   *
   * @param weight its share of the requests
   * @param backup whether it gets requests only when no other is left
   * @param maxConnections requests at a time, absent for any number
   */
  public record TargetConfig(
      TargetUrl url, int weight, boolean backup, Optional<Integer> maxConnections) {

    /** One like all others. */
    public TargetConfig(TargetUrl url) {
      this(url, 1, false, Optional.empty());
    }
  }

  /**
   * How long each phase may take.
   *
   * @param connect until the connection is established
   * @param response from the request's last byte to the response's head
   * @param idle without a byte in either direction while a body is on its way
   */
  public record Timeouts(Duration connect, Duration response, Duration idle) {}
}
