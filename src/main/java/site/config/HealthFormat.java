package site.config;

import static site.config.Key.key;
import static site.config.Scalars.duration;
import static site.config.Scalars.integer;
import static site.config.Scalars.withPattern;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import site.config.HealthConfig.Check;
import site.config.HealthConfig.Eject;
import site.config.Shape.ListOf;
import site.config.Shape.Section;

/** The keys that say how it is found out which targets are well, and the record they become. */
final class HealthFormat {
  private HealthFormat() {}

  static Stream<Key> keys() {
    return Stream.of(
        key("health", CHECK, "Ask every target how it is."),
        key("eject", EJECT, "Spare a target at which requests fail."));
  }

  private static final Section CHECK =
      Section.of(
          "a map with path",
          key("path", RouteTexts.plainPath("a path"), "What to ask for.").required(),
          key(
                  "status",
                  new ListOf(
                      "a list of statuses",
                      withPattern(
                          "a status such as 204 or a class such as 2xx", "^[2-5]([0-9]{2}|xx)$"),
                      1),
                  "Statuses that are good.")
              .byDefault("2xx", "3xx"),
          key(
              "body",
              Scalars.textThat("a text, or ~ and a regular expression", HealthFormat::isSound),
              "What the first 64 KiB of the answer must contain: a text, or `~ regex`."),
          key("interval", duration("100ms", "1h"), "How often, a tenth more or less.")
              .byDefault("5s"),
          key("timeout", duration("1ms", "10m"), "How long an answer may take.").byDefault("2s"),
          key("healthy-after", integer(1, 1000), "Good answers in a row until it is well.")
              .byDefault("2"),
          key("unhealthy-after", integer(1, 1000), "Bad ones in a row until it is not.")
              .byDefault("3"));

  private static final Section EJECT =
      Section.of(
          "a map",
          key(
                  "failures",
                  integer(1, 10_000),
                  "Requests in a row that met no answer in time, or one of 502, 503 and 504.")
              .byDefault("5"),
          key(
                  "for",
                  duration("100ms", "1d"),
                  "How long it gets no request; then one alone decides.")
              .byDefault("30s"));

  static HealthConfig build(ConfigNode node) {
    return new HealthConfig(
        node.find("health").map(HealthFormat::check), node.find("eject").map(HealthFormat::eject));
  }

  private static Check check(ConfigNode node) {
    return new Check(
        node.get("path", String.class),
        node.list("status", String.class),
        node.find("body", String.class),
        node.get("interval", Duration.class),
        node.get("timeout", Duration.class),
        node.get("healthy-after", Integer.class),
        node.get("unhealthy-after", Integer.class));
  }

  private static Eject eject(ConfigNode node) {
    return new Eject(node.get("failures", Integer.class), node.get("for", Duration.class));
  }

  private static boolean isSound(String text) {
    try {
      var unused = Pattern.compile(text.startsWith("~") ? text.substring(1) : "");
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
