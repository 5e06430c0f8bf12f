package site.cli;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; the message lists every problem, one a line. */
public final class InvalidConfiguration extends RuntimeException {
  private InvalidConfiguration(String problems) {
    super(problems, null, false, false);
  }

  static InvalidConfiguration of(List<?> problems) {
    return new InvalidConfiguration(
        problems.stream()
            .map(Object::toString)
            .collect(Collectors.joining("\n", "the configuration cannot be used\n", "")));
  }
}
