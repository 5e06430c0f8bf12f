package site.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How it is found out which targets are well: by asking them, by how they answer, both or none. */
public record HealthConfig(Optional<Check> check, Optional<Eject> eject) {
  /** Every target counts as well. */
  public static final HealthConfig NONE = new HealthConfig(Optional.empty(), Optional.empty());

  /**
   * A question asked again and again.
   *
   * @param path with a query, if need be
   * @param status statuses such as {@code 204} and classes such as {@code 2xx} that are good
   * @param body what the answer must contain, or {@code ~} and a regular expression
   * @param healthyAfter good answers in a row until a target that was not well is
   * @param unhealthyAfter bad ones in a row until it is no longer
   */
  public record Check(
      String path,
      List<String> status,
      Optional<String> body,
      Duration interval,
      Duration timeout,
      int healthyAfter,
      int unhealthyAfter) {}

  /**
   * When a target is spared for what requests met.
   *
   * @param failures in a row
   * @param time how long it gets no request
   */
  public record Eject(int failures, Duration time) {}
}
