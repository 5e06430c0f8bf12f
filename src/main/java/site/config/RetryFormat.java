package site.config;

import static site.config.Key.key;
import static site.config.Scalars.integer;
import static site.config.Scalars.percent;
import static site.config.Scalars.words;

import java.util.LinkedHashSet;
import java.util.stream.Stream;
import site.config.Shape.ListOf;
import site.config.Shape.Section;

/** The keys that say when another target is tried, and the record they become. */
final class RetryFormat {
  private RetryFormat() {}

  static Stream<Key> keys() {
    return Stream.of(
        key(
            "retry",
            RETRY,
            "Try another target, as long as the client has seen nothing; written, the only target"
                + " is asked again, too."));
  }

  private static final Section RETRY =
      Section.of(
          "a map",
          key(
                  "attempts",
                  integer(1, 10),
                  "How often a request is sent at most; connections that did not come about are"
                      + " not counted.")
              .byDefault("2"),
          key(
                  "on",
                  new ListOf(
                      "a list of reasons",
                      words("connect", "timeout", "500", "502", "503", "504"),
                      1),
                  "`connect`: no connection came about; `timeout`: no head came in time; `502`: it"
                      + " broke off before, or answered so; the others: it answered so.")
              .byDefault("connect", "timeout", "502", "503", "504"),
          key(
                  "methods",
                  new ListOf(
                      "a list of idempotent methods",
                      words("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"),
                      1),
                  "For which methods (RFC 9110 9.2.2); with a body, only with `buffer-request`."
                      + " `connect` is for all, since nothing was sent.")
              .byDefault("GET", "HEAD", "OPTIONS"),
          key("budget", percent(), "How many of the latest requests may be sent again.")
              .byDefault("20%"));

  static RetryConfig build(ConfigNode node) {
    return node.find("retry").map(RetryFormat::retry).orElse(RetryConfig.DEFAULT);
  }

  private static RetryConfig retry(ConfigNode node) {
    return new RetryConfig(
        node.get("attempts", Integer.class),
        new LinkedHashSet<>(node.list("on", String.class)),
        new LinkedHashSet<>(node.list("methods", String.class)),
        ConfigBuilder.fraction(node.get("budget", String.class)),
        true);
  }
}
