package site.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What a request has to pass before its action sees it.
 *
 * @param bodyLimit bytes of its body, at most
 * @param timeout until an answer has to begin
 */
public record GuardsConfig(
    Optional<MaintenanceConfig> maintenance,
    Optional<CorsConfig> cors,
    Optional<LimitConfig> limit,
    Optional<CsrfConfig> csrf,
    Optional<AuthConfig> auth,
    Optional<Long> bodyLimit,
    Optional<Duration> timeout) {

  /** Nothing stands in the way. */
  public static final GuardsConfig NONE =
      new GuardsConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
