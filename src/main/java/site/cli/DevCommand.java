package site.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dev}: serve while somebody works on it. */
@Command(
    name = "dev",
    description = {
      "Serve on this machine; changed apps are redeployed, pages reload themselves.",
      "With a jar or a folder: serve that one app, without any configuration."
    })
final class DevCommand implements Callable<Integer> {
  @Mixin private HomeOptions home;
  private final Cli.Serve serve;

  @Parameters(
      paramLabel = "APP|PATH",
      arity = "0..*",
      description = "Apps to watch (default: all), or one jar or folder.")
  private List<String> names = List.of();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on (default: ${DEFAULT-VALUE}); 0 finds a free one.")
  private int port = 8080;

  @Option(names = "--public", description = "Listen on all addresses, not on loopback alone.")
  private boolean isPublic;

  DevCommand(Cli.Serve serve) {
    this.serve = serve;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Path> path = path();
    HomeOptions options = path.isPresent() ? SingleApp.blockingHome(path.get(), home) : home;
    Set<String> watched = path.isPresent() ? Set.of() : Set.copyOf(names);
    DevView view = new DevView(isPublic ? "" : "127.0.0.1", port, watched);
    return serve.blockingServe(new Launch(options, new Configuration(options, view), true));
  }

  /** A path rather than a name: what looks like one, or is no app of the configuration. */
  private Optional<Path> path() {
    if (names.size() != 1) {
      return Optional.empty();
    }
    String name = names.get(0);
    Path path = Path.of(name).toAbsolutePath().normalize();
    boolean looksLikeOne = name.endsWith(".jar") || name.matches(".*[/\\\\].*|\\.+");
    return Files.exists(path) && (looksLikeOne || !isConfigured(name))
        ? Optional.of(path)
        : Optional.empty();
  }

  private boolean isConfigured(String name) {
    return home.file().isPresent()
        && new Configuration(home).blockingRead().config().apps().containsKey(name);
  }
}
