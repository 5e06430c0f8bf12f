package site.revision;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import site.config.ActionConfig;
import site.config.Config;
import site.config.RouteConfig;
import site.config.TestConfig;
import site.http.Authority;

/** Runs the tests an operator wrote into a configuration, by deciding without acting. */
public final class ConfigTests {
  private final Config config;

  private ConfigTests(Config config) {
    this.config = config;
  }

  /** One line for each test that fails: place, request, what was expected and what came. Blocks. */
  public static List<String> blockingFailures(Config config) {
    ConfigTests tests = new ConfigTests(config);
    return config.tests().stream().flatMap(tests::blockingRun).toList();
  }

  private Stream<String> blockingRun(TestConfig test) {
    Optional<Explain.Question> question = question(test.request());
    if (question.isEmpty()) {
      return Stream.of(failure(test, "names no host"));
    }
    Explain.Outcome outcome = Explain.outcome(config, question.get());
    return Stream.concat(route(test, outcome), blockingStatus(test, outcome));
  }

  private static Stream<String> route(TestConfig test, Explain.Outcome outcome) {
    String found = outcome.route().map(RouteConfig::path).orElse("none");
    return test.route().stream()
        .filter(wanted -> !wanted.equals(found))
        .map(wanted -> failure(test, "route: " + found + " (expected " + wanted + ")"));
  }

  private static Stream<String> blockingStatus(TestConfig test, Explain.Outcome outcome) {
    if (test.status().isEmpty()) {
      return Stream.empty();
    }
    int wanted = test.status().get();
    OptionalInt found = outcome.status().isPresent() ? outcome.status() : blockingFile(outcome);
    if (found.isEmpty()) {
      return Stream.of(
          failure(test, "status: only the one who answers knows (expected " + wanted + ")"));
    }
    return found.getAsInt() == wanted
        ? Stream.empty()
        : Stream.of(failure(test, "status: " + found.getAsInt() + " (expected " + wanted + ")"));
  }

  /** Whether there is the file; of directories without an index nothing is said. */
  private static OptionalInt blockingFile(Explain.Outcome outcome) {
    if (!(outcome.route().orElseThrow().action() instanceof ActionConfig.Files files)) {
      return OptionalInt.empty();
    }
    String path = outcome.seen().decoded();
    if (isFile(files.root(), path)
        || (path.endsWith("/")
            && files.index().stream().anyMatch(index -> isFile(files.root(), path + index)))
        || files.fallback().filter(page -> isFile(files.root(), page)).isPresent()) {
      return OptionalInt.of(200);
    }
    return Files.exists(files.root().resolve(path.substring(1)))
        ? OptionalInt.empty()
        : OptionalInt.of(404);
  }

  private static boolean isFile(Path root, String path) {
    Path file = root.resolve(path.replaceFirst("^/+", "")).normalize();
    return file.startsWith(root) && Files.isRegularFile(file);
  }

  private Optional<Explain.Question> question(String request) {
    int blank = request.indexOf(' ');
    String method = request.substring(0, blank);
    String url = request.substring(blank + 1);
    String absolute = url.startsWith("/") ? "https://" + firstHost() + url : url;
    int host = absolute.indexOf("://") + 3;
    int path = absolute.indexOf('/', host);
    String authority = path < 0 ? absolute.substring(host) : absolute.substring(host, path);
    return Authority.parse(authority)
        .map(
            asked ->
                new Explain.Question(
                    method,
                    absolute.startsWith("https"),
                    asked,
                    path < 0 ? "/" : absolute.substring(path),
                    MultiMap.caseInsensitiveMultiMap(),
                    InetAddress.getLoopbackAddress()));
  }

  private String firstHost() {
    return config.sites().stream()
        .flatMap(site -> site.hosts().stream())
        .filter(host -> !host.contains("*"))
        .findFirst()
        .orElse("localhost");
  }

  private static String failure(TestConfig test, String what) {
    return test.place() + ": test " + test.request() + ": " + what;
  }
}
