package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.duration;
import static site.config.Scalars.integer;
import static site.config.Scalars.percent;
import static site.config.Scalars.word;
import static site.config.Scalars.words;

import java.util.List;
import java.util.Map;
import site.config.AppConfig.Threads;
import site.config.Shape.Free;
import site.config.Shape.ListOf;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** The keys of one app. */
final class AppFormat {
  private AppFormat() {}

  private static final int MAX_INSTANCES = 1024;

  private static final Section CANARY =
      Section.of(
          "a map with weight",
          key("weight", percent(), "Share of the clients the new revision gets.").required(),
          key("for", duration("1s", "7d"), "How long; then it gets all of them.").byDefault("5m"),
          key("max-error-rate", percent(), "A larger share of 5xx answers means: back.")
              .normally("no limit but that it must not be clearly worse than the old revision"),
          key("max-p99", duration("1ms", "1h"), "A slower hundredth of the answers means: back.")
              .normally("no limit but that it must not be clearly slower than the old revision"));

  private static final Section RESTART =
      Section.of(
          "a map",
          key(
                  "backoff",
                  new ListOf("a list of durations", duration("0s", "1d"), 1),
                  "Pauses before the first, second, … restart; the last one is for all further ones.")
              .byDefault("1s", "2s", "5s", "15s", "60s"),
          key(
                  "give-up-after",
                  integer(1, 10_000),
                  "So many restarts in a row, with less than a minute of health between them.")
              .byDefault("5"));

  private static final Section RECYCLE =
      Section.of(
          "a map",
          key("requests", integer(1, 999_999_999), "Requests served."),
          key("age", duration("1m", "366d"), "Time since its start."));

  private static final Section LIMITS =
      Section.of(
          "a map",
          key("concurrent", integer(1, 1_000_000), "Requests at a time.").normally("no limit"),
          key(
                  "queue",
                  integer(0, 1_000_000),
                  "Requests that may wait, for a place or for an instance to start.")
              .byDefault("1000"),
          key("queue-time", duration("0s", "10m"), "How long they may wait; then 503.")
              .byDefault("5s"));

  static final Section APP =
      Section.of(
          "a map with from",
          key(
                  "from",
                  Paths.app(),
                  "A jar, a folder with `classes/` (or jars) and `lib/`, or one with sources in"
                      + " `java/`, `resources/` and `lib/`.")
              .required(),
          key("main", Names.javaClass(), "The verticle's class.")
              .normally("the manifest's `Main-Verticle`, else the only verticle in it"),
          key(
                  "instances",
                  instances(),
                  "Verticle instances, each with an event loop of its own; `auto` means one per"
                      + " processor.")
              .byDefault("1"),
          key(
                  "threads",
                  words(
                      word("event-loop", Threads.EVENT_LOOP),
                      word("worker", Threads.WORKER),
                      word("virtual", Threads.VIRTUAL)),
                  "What runs its handlers, one at a time in each instance; `virtual` needs Java 21,"
                      + " else it means `worker`.")
              .byDefault("event-loop"),
          key("config", new Free("a map of anything"), "What the verticle gets as `config()`.")
              .normally("nothing"),
          key(
                  "database",
                  DatabaseFormat.ofApp(),
                  "Whether it gets a database, as `database` in its `config()`; a URL is one of its"
                      + " own.")
              .normally("whether its jar says `Database: true` in its manifest"),
          key("watch", bool(), "Redeploy when its files change.").byDefault("false"),
          key(
                  "ready",
                  RouteTexts.plainPath("a path such as /healthz"),
                  "Must answer 2xx, within `start-timeout`, before a new revision gets requests.")
              .normally("it started"),
          key("start-timeout", duration("100ms", "1h"), "How long `start()` may take.")
              .byDefault("30s"),
          key(
                  "drain",
                  duration("0s", "1d"),
                  "How long requests in flight may take after it was replaced.")
              .byDefault("30s"),
          key(
                  "rehearse",
                  integer(0, 1000),
                  "So many of the last safe requests are replayed against a new revision; it is"
                      + " refused where it fails and the old one does not.")
              .byDefault("0"),
          key("canary", CANARY, "Let a new revision have few requests first.")
              .normally("switch at once"),
          key("restart", RESTART, "What happens when it fails to start or breaks.").always(),
          key(
                  "stall",
                  duration("1s", "1h"),
                  "An instance that blocks its thread for longer is replaced, and what it was"
                      + " given is answered 504.")
              .normally("`5s` with `threads: event-loop`, never with the others"),
          key("recycle", RECYCLE, "When a fresh start of the same files takes over.").always(),
          key("limits", LIMITS, "What it takes on at a time; what is beyond is answered 503.")
              .always());

  private static Scalar instances() {
    Scalar number = integer(1, MAX_INSTANCES);
    return new Scalar(
        number.expectation() + " or auto",
        (text, home) ->
            text.equals("auto")
                ? new Shape.Reading.Value(Runtime.getRuntime().availableProcessors())
                : number.parser().read(text, home),
        Map.of(
            "type",
            List.of("integer", "string"),
            "pattern",
            "^auto$",
            "minimum",
            1,
            "maximum",
            MAX_INSTANCES));
  }
}
