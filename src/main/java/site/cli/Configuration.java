package site.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import site.config.Config;
import site.config.ConfigProblem;
import site.config.ConfigReader;
import site.config.ConfigResult;
import site.log.AccessFormat;

/** The configuration a command is about: the file named, the usual file, or the defaults. */
public final class Configuration {
  private final HomeOptions options;
  private final UnaryOperator<Config> view;

  public Configuration(HomeOptions options) {
    this(options, config -> config);
  }

  /** The view is what becomes of a configuration that was read. */
  Configuration(HomeOptions options, UnaryOperator<Config> view) {
    this.options = options;
    this.view = view;
  }

  /** A configuration that can be used and what is remarkable about it. */
  public record Read(Config config, List<ConfigProblem> warnings) {}

  /** For people: the file, or that there is none. */
  public String name() {
    return options.file().map(this::shown).orElse("defaults (no config/site.yaml)");
  }

  /** The file that is read, empty when there is none. */
  public Optional<Path> file() {
    return options.file();
  }

  private String shown(Path file) {
    Path home = options.directory();
    return (file.startsWith(home) ? home.relativize(file) : file).toString();
  }

  /**
   * Reads it anew.
   *
   * @throws InvalidConfiguration with every problem
   */
  public Read blockingRead() {
    ConfigReader reader =
        new ConfigReader(
            options.directory(),
            System::getenv,
            new SecretsHome(options).secrets()::blockingFind,
            AccessFormat::problem);
    ConfigResult result = options.file().map(reader::read).orElseGet(reader::defaults);
    if (result instanceof ConfigResult.Valid valid) {
      return new Read(view.apply(valid.config()), valid.problems());
    }
    throw InvalidConfiguration.of(result.problems());
  }
}
