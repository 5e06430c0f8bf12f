package site.config;

import java.util.List;

/** What came of reading a configuration: all of it, or all that is wrong with it. */
public sealed interface ConfigResult {

  /** Warnings of a usable configuration, all problems of one that is not; in reading order. */
  List<ConfigProblem> problems();

  /** A configuration that can be used. */
  record Valid(Config config, List<ConfigProblem> problems) implements ConfigResult {}

  /** At least one problem is an error. */
  record Invalid(List<ConfigProblem> problems) implements ConfigResult {}
}
