package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import site.config.LogConfig.Sink;

/** Whether what is said about the logs goes together, and what an access log shall show exists. */
final class LogChecks {
  private final Problems problems;
  private final AccessPatterns patterns;

  LogChecks(Problems problems, AccessPatterns patterns) {
    this.problems = problems;
    this.patterns = patterns;
  }

  void check(ConfigNode root) {
    Optional<ConfigNode> log = root.find("log");
    List<ConfigNode> both =
        log.map(node -> List.of("access", "server")).orElse(List.of()).stream()
            .flatMap(key -> log.get().find(key).stream())
            .toList();
    log.flatMap(node -> node.find("access"))
        .flatMap(access -> access.find("format"))
        .ifPresent(this::pattern);
    both.forEach(this::rotation);
    if (both.size() == 2) {
      oneFileHasOneRotation(both.get(0), both.get(1));
    }
  }

  private void pattern(ConfigNode format) {
    patterns
        .problem(format.as(String.class))
        .ifPresent(problem -> problems.error(format.spot(), format.shown(), problem));
  }

  private void rotation(ConfigNode kind) {
    Optional<ConfigNode> rotate = kind.find("rotate");
    if (rotate.isEmpty() || !rotate.get().isSound()) {
      return;
    }
    if (!rotate.get().wrote("size") && !rotate.get().wrote("age")) {
      problems.error(rotate.get().spot(), "never happens (expected size, age or both)");
    }
    if (kind.find("to").isPresent() && file(kind).isEmpty()) {
      problems.warning(rotate.get().spot(), "without effect: only files are rotated");
    }
  }

  private void oneFileHasOneRotation(ConfigNode access, ConfigNode server) {
    boolean oneFile = file(access).isPresent() && file(access).equals(file(server));
    if (oneFile && isSound(access) && isSound(server) && !rotate(access).equals(rotate(server))) {
      ConfigNode place = server.find("rotate").orElse(server.at("to"));
      problems.error(place.spot(), "log.access writes to the same file and rotates it otherwise");
    }
  }

  private static Optional<Path> file(ConfigNode kind) {
    return kind.find("to", Sink.class).flatMap(Sink::file);
  }

  private static boolean isSound(ConfigNode kind) {
    return kind.find("rotate").map(ConfigNode::isSound).orElse(!kind.wrote("rotate"));
  }

  private static Optional<LogConfig.Rotate> rotate(ConfigNode kind) {
    return kind.find("rotate").map(ConfigBuilder::rotate);
  }
}
