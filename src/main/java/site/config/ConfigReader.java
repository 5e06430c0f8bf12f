package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Turns what the operator wrote into a {@link Config}, or into everything that is wrong with it.
 * Looks at files that are named, touches no socket, remembers nothing.
 *
 * <p>Four steps: {@link Includes} reads the files, {@link Checker} compares them with {@link
 * SiteFormat}, {@link CrossChecks} looks at what only makes sense together, {@link ConfigBuilder}
 * makes records.
 */
public final class ConfigReader {
  private final Path home;
  private final UnaryOperator<String> environment;
  private final SecretSource secrets;
  private final AccessPatterns patterns;

  /** A reader for one home, where no secrets are kept and any pattern is right. */
  public ConfigReader(Path home, UnaryOperator<String> environment) {
    this(home, environment, SecretSource.NONE, AccessPatterns.ANY);
  }

  /**
   * A reader for one home.
   *
   * @param home what relative paths in a configuration are relative to
   * @param environment gives the value of a variable, null where there is none; {@code
   *     System::getenv}
   */
  public ConfigReader(
      Path home, UnaryOperator<String> environment, SecretSource secrets, AccessPatterns patterns) {
    this.home = home.toAbsolutePath().normalize();
    this.environment = environment;
    this.secrets = secrets;
    this.patterns = patterns;
  }

  /**
   * Reads a file and all it includes. Blocks.
   *
   * @param file called in problems as it is given here, but relative to the home when it is an
   *     absolute path below
   */
  public ConfigResult read(Path file) {
    var problems = new Problems();
    Checker checker = checker(problems);
    List<MappingNode> maps = new Includes(checker, problems, this::label).read(file);
    boolean readable = !problems.hasErrors();
    var spot = new Spot(Place.whole(label(file)), "");
    ConfigNode root =
        maps.isEmpty()
            ? checker.nothingWritten(SiteFormat.FILE, spot)
            : checker.check(Merge.merge(maps, SiteFormat.FILE), SiteFormat.FILE, spot);
    return readable
        ? result(root, checker, problems)
        : new ConfigResult.Invalid(problems.inReadingOrder());
  }

  /** What runs without any configuration: {@code webroot/} and {@code apps/}. Blocks. */
  public ConfigResult defaults() {
    var problems = new Problems();
    Checker checker = checker(problems);
    var spot = new Spot(Place.whole(home.toString()), "");
    return result(checker.nothingWritten(SiteFormat.FILE, spot), checker, problems);
  }

  private ConfigResult result(ConfigNode written, Checker checker, Problems problems) {
    var defaults = new Defaults(home, checker, problems);
    ConfigNode root = defaults.complete(written);
    new CrossChecks(problems, patterns).check(root);
    List<ConfigProblem> found = problems.inReadingOrder();
    return problems.hasErrors()
        ? new ConfigResult.Invalid(found)
        : new ConfigResult.Valid(
            new ConfigBuilder(home, runDirectory()).build(root, defaults.appsFolder(written)),
            found);
  }

  private Checker checker(Problems problems) {
    return new Checker(home, new Substitution(home, environment, secrets, problems), problems);
  }

  /** Systemd's RUNTIME_DIRECTORY may name several; the first is ours. */
  private Path runDirectory() {
    return Optional.ofNullable(environment.apply("RUNTIME_DIRECTORY"))
        .map(directories -> directories.replaceFirst(":.*", ""))
        .filter(directory -> !directory.isEmpty())
        .map(home::resolve)
        .orElse(home.resolve("run"));
  }

  private String label(Path file) {
    Path plain = file.normalize();
    return (plain.startsWith(home) ? home.relativize(plain) : plain).toString();
  }
}
