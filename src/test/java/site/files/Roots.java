package site.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import site.config.ActionConfig;

/** Configurations of directories to serve. */
final class Roots {
  static final Described TEXT = Described.plain("text/plain", Optional.empty(), false);

  private Roots() {}

  /** Files and nothing else: no index, no list, no siblings. */
  static ActionConfig.Files plain(Path root) {
    return new ActionConfig.Files(
        root, List.of(), Optional.empty(), false, false, List.of(), false);
  }

  static ActionConfig.Files browsed(Path root) {
    return new ActionConfig.Files(
        root, List.of("index.html"), Optional.empty(), true, false, List.of(), false);
  }

  static ActionConfig.Files precompressed(Path root) {
    return new ActionConfig.Files(
        root, List.of("index.html"), Optional.empty(), false, true, List.of(), false);
  }
}
