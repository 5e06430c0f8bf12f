package site.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Replaces references to the environment, to files and to secrets in a value, as the reference page
 * tells in its table. Two dollars before a brace stand for one, literally; a brace without one of
 * our words and a colon is left alone, because log formats have variables of that form.
 */
final class Substitution {
  private static final Pattern REFERENCE =
      Pattern.compile("(\\$?)\\$\\{(?:(\\w+):([^}]*)(}?)|([A-Z][A-Z0-9_]*)})");
  private static final Pattern VARIABLE = Pattern.compile("(\\w+)(?::-(.*))?", Pattern.DOTALL);
  private static final List<String> SCHEMES = List.of("env", "file", "secret");
  private static final int MAX_BYTES = 64 << 10;

  private final Path home;
  private final UnaryOperator<String> environment;
  private final SecretSource secrets;
  private final Problems problems;

  Substitution(
      Path home, UnaryOperator<String> environment, SecretSource secrets, Problems problems) {
    this.home = home;
    this.environment = environment;
    this.secrets = secrets;
    this.problems = problems;
  }

  /** Where a value comes from, in part at least. */
  enum Origin {
    WRITTEN,
    FILE,
    SECRET
  }

  /** A value after substitution. */
  record Text(String value, Origin origin) {
    /** Whether nobody may see it. */
    boolean secret() {
      return origin != Origin.WRITTEN;
    }
  }

  /** Empty when something could not be replaced, which is a problem by then. */
  Optional<Text> apply(String raw, Spot spot) {
    if (!raw.contains("${")) {
      return Optional.of(new Text(raw, Origin.WRITTEN));
    }
    var matcher = REFERENCE.matcher(raw);
    var result = new StringBuilder();
    Origin origin = Origin.WRITTEN;
    boolean complete = true;
    int end = 0;
    while (matcher.find()) {
      Optional<String> replacement = replacement(matcher.toMatchResult(), raw, spot);
      result.append(raw, end, matcher.start()).append(replacement.orElse(""));
      if (matcher.group(1).isEmpty()) {
        origin = Collections.max(List.of(origin, origin(matcher.group(2))));
      }
      complete &= replacement.isPresent();
      end = matcher.end();
    }
    var text = new Text(result.append(raw, end, raw.length()).toString(), origin);
    return complete ? Optional.of(text) : Optional.empty();
  }

  private static Origin origin(String scheme) {
    if ("secret".equals(scheme)) {
      return Origin.SECRET;
    }
    return "file".equals(scheme) ? Origin.FILE : Origin.WRITTEN;
  }

  private Optional<String> replacement(MatchResult match, String raw, Spot spot) {
    if (!match.group(1).isEmpty()) {
      return Optional.of(match.group().substring(1));
    }
    if (match.group(5) != null) {
      problems.warning(
          spot, Shown.text(raw), "not replaced; write ${env:" + match.group(5) + "} to have it so");
      return Optional.of(match.group());
    }
    if (match.group(4).isEmpty()) {
      return refused(spot, raw, "expected a closing brace");
    }
    String argument = match.group(3);
    return switch (match.group(2)) {
      case "env" -> variable(argument, raw, spot);
      case "file" -> content(argument, raw, spot);
      case "secret" -> secret(argument, raw, spot);
      default -> unknown(match, raw, spot);
    };
  }

  private Optional<String> variable(String argument, String raw, Spot spot) {
    var matcher = VARIABLE.matcher(argument);
    if (!matcher.matches()) {
      return refused(spot, raw, "expected ${env:NAME} or ${env:NAME:-default}");
    }
    String value = environment.apply(matcher.group(1));
    String fallback = matcher.group(2);
    // As in a shell, ":-" also replaces a variable that is set to nothing.
    if (fallback != null && (value == null || value.isEmpty())) {
      return Optional.of(fallback);
    }
    return value != null
        ? Optional.of(value)
        : refused(spot, raw, "the environment has no variable " + matcher.group(1));
  }

  private Optional<String> secret(String argument, String raw, Spot spot) {
    String name = argument.replaceFirst("(?s):-.*", "");
    try {
      Optional<String> value = secrets.blockingFind(name);
      return value.isPresent() || name.equals(argument)
          ? value.or(() -> refused(spot, raw, "there is no secret " + name))
          : fallback(name, argument.substring(name.length() + ":-".length()), raw, spot);
    } catch (RuntimeException problem) {
      return refused(spot, raw, problem.getMessage());
    }
  }

  private Optional<String> fallback(String name, String fallback, String raw, Spot spot) {
    problems.warning(
        spot, Shown.text(raw), "there is no secret " + name + ", its default is taken");
    return Optional.of(fallback);
  }

  private Optional<String> content(String argument, String raw, Spot spot) {
    try {
      Path file = home.resolve(argument);
      if (!Files.isRegularFile(file)) {
        return refused(spot, raw, "no such file");
      }
      Optional<String> text = TextFile.read(file, MAX_BYTES);
      return text.isPresent()
          ? text.map(all -> all.replaceFirst("\\r?\\n\\z", ""))
          : refused(spot, raw, "the file is larger than 64 KiB");
    } catch (IOException | InvalidPathException e) {
      return refused(spot, raw, "the file cannot be read as UTF-8 text");
    }
  }

  private Optional<String> unknown(MatchResult match, String raw, Spot spot) {
    String scheme = match.group(2);
    Optional<String> meant =
        match.group(3).startsWith("-")
            ? Optional.of("${env:" + scheme + ":" + match.group(3) + "}")
            : DidYouMean.nearest(scheme, SCHEMES).map(s -> "${" + s + ":" + match.group(3) + "}");
    problems.error(
        spot,
        Shown.text(raw),
        "expected ${env:NAME}, ${file:PATH}, ${secret:GROUP/name} or $${ for a literal ${",
        meant);
    return Optional.empty();
  }

  private Optional<String> refused(Spot spot, String raw, String message) {
    problems.error(spot, Shown.text(raw), message);
    return Optional.empty();
  }
}
