package site.config;

import java.util.Optional;

/** What a request has to pass before its action sees it. */
public record GuardsConfig(Optional<LimitConfig> limit) {

  /** Nothing stands in the way. */
  public static final GuardsConfig NONE = new GuardsConfig(Optional.empty());
}
