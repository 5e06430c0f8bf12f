package site.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import site.config.ConfigProblem.Severity;

/** Collects everything that is wrong, so that it can be told at once. */
final class Problems {
  private final List<ConfigProblem> all = new ArrayList<>();
  private final List<String> files = new ArrayList<>();

  void error(Spot spot, String message) {
    add(Severity.ERROR, spot, Optional.empty(), message, Optional.empty());
  }

  void error(Spot spot, String message, Optional<String> suggestion) {
    add(Severity.ERROR, spot, Optional.empty(), message, suggestion);
  }

  void error(Spot spot, String shown, String message) {
    add(Severity.ERROR, spot, Optional.of(shown), message, Optional.empty());
  }

  void error(Spot spot, String shown, String message, Optional<String> suggestion) {
    add(Severity.ERROR, spot, Optional.of(shown), message, suggestion);
  }

  void warning(Spot spot, String message) {
    add(Severity.WARNING, spot, Optional.empty(), message, Optional.empty());
  }

  void warning(Spot spot, String shown, String message) {
    add(Severity.WARNING, spot, Optional.of(shown), message, Optional.empty());
  }

  /** Says that a file is about to be read, which fixes its place in {@link #inReadingOrder}. */
  void reading(String file) {
    files.add(file);
  }

  boolean hasErrors() {
    return all.stream().anyMatch(ConfigProblem::isError);
  }

  List<ConfigProblem> inReadingOrder() {
    return all.stream()
        .distinct()
        .sorted(
            Comparator.comparing((ConfigProblem problem) -> files.indexOf(problem.place().file()))
                .thenComparing(problem -> problem.place().line())
                .thenComparing(problem -> problem.place().column()))
        .toList();
  }

  private void add(
      Severity severity,
      Spot spot,
      Optional<String> shown,
      String message,
      Optional<String> suggestion) {
    all.add(new ConfigProblem(severity, spot.place(), spot.path(), shown, message, suggestion));
  }
}
