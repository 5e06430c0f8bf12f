package site.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the configuration is and what relative paths are relative to. */
public final class HomeOptions {
  private static final Path DEFAULT_FILE = Path.of("config", "site.yaml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file (default: config/site.yaml; without one: defaults).")
  private Path file;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "What relative paths are relative to (default: SITE_HOME, else here).")
  private Path directory;

  static HomeOptions of(Path directory, Path file) {
    HomeOptions options = new HomeOptions();
    options.directory = directory;
    options.file = file;
    return options;
  }

  /** Whether somebody said which directory. */
  boolean isNamed() {
    return directory != null || System.getenv("SITE_HOME") != null;
  }

  /** The home directory, absolute. */
  public Path directory() {
    if (directory != null) {
      return directory.toAbsolutePath().normalize();
    }
    String fromEnvironment = System.getenv("SITE_HOME");
    return Path.of(fromEnvironment == null ? "" : fromEnvironment).toAbsolutePath().normalize();
  }

  /** The configuration file; empty when none was named and there is none at the usual place. */
  public Optional<Path> file() {
    if (file != null) {
      return Optional.of(file.toAbsolutePath().normalize());
    }
    Path usual = directory().resolve(DEFAULT_FILE);
    return java.nio.file.Files.exists(usual) ? Optional.of(usual) : Optional.empty();
  }
}
