package site.config;

import java.util.Optional;

/**
 * One thing that is wrong, or looks so, in what the operator wrote. Its text is one line: place,
 * path, value, expectation.
 *
 * @param path of the key, such as {@code sites[0].hosts}; empty when it concerns the file
 * @param value as shown to people: quoted, cut when long, {@code "***"} when it came from a secret
 * @param message what was expected, or what is wrong
 * @param suggestion the known word that is nearest to the one written
 */
public record ConfigProblem(
    Severity severity,
    Place place,
    String path,
    Optional<String> value,
    String message,
    Optional<String> suggestion) {

  /** Whether a configuration with this problem can be used. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code config/site.yaml:14:9: limits.idle: "-1s" (expected a duration from 1s to 1h)}. */
  @Override
  public String toString() {
    return place
        + ": "
        + (isError() ? "" : "warning: ")
        + (path.isEmpty() ? "" : path + ": ")
        + value.map(shown -> shown + " (" + message + ")").orElse(message)
        + suggestion.map(word -> ", did you mean \"" + word + "\"?").orElse("");
  }
}
