package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.duration;
import static site.config.Scalars.network;
import static site.config.Scalars.size;
import static site.config.Scalars.text;
import static site.config.Scalars.word;
import static site.config.Scalars.words;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Named;
import site.config.Shape.Nullable;
import site.config.Shape.Section;

/** The keys that stand on a site or on a route: what happens around an action. */
final class MiddlewareFormat {
  private MiddlewareFormat() {}

  private static final Named CHANGES =
      new Named(
          "a map of header names to values",
          "header",
          Names.settableHeader(),
          new Nullable(Names.headerValue()));

  private static final Named CONDITIONS =
      new Named(
          "a map of header names to values", "header", Names.header(), text("a value or \"*\""));

  static final String CACHE_SIZE = "256MiB";
  static final String CACHE_OBJECT = "10MiB";
  static final String CACHE_MEMORY = "32MiB";

  private static final Section CACHE =
      Section.of(
          "a map",
          key("max-size", size("1KiB", "1TiB"), "Bytes of all answers kept, on disk and in memory.")
              .byDefault(CACHE_SIZE),
          key("max-object", size("1B", "1TiB"), "Bytes of one answer; larger ones are not kept.")
              .byDefault(CACHE_OBJECT),
          key("memory", size("0B", "1TiB"), "Bytes of those held in memory for a quick answer.")
              .byDefault(CACHE_MEMORY),
          key(
                  "stale-while-revalidate",
                  duration("0s", "366d"),
                  "How long a stale answer is given while a fresh one is fetched, where the answer"
                      + " itself does not say (RFC 5861).")
              .byDefault("0s"),
          key(
                  "stale-if-error",
                  duration("0s", "366d"),
                  "How long a stale answer is given when a fresh one cannot be had, where the"
                      + " answer itself does not say (RFC 5861).")
              .byDefault("0s"));

  static final Section COMPARE =
      Section.of(
          "a map with serve and with",
          key("serve", side(), "Answers.").required(),
          key("with", side(), "Is compared.").required());

  private static final List<Key> SHARED =
      List.of(
          key("allow", new ListOf("a list of networks", network(), 0), "Networks that may.")
              .normally("everybody"),
          key(
              "deny",
              new ListOf("a list of networks", network(), 0),
              "Networks that may not; looked at before `allow`."),
          key(
                  "compress",
                  Choice.of(
                      bool(), new ListOf("a list of codings", words("zstd", "br", "gzip"), 1)),
                  "Codings to offer for content that gets smaller by them, the most preferred"
                      + " first; `true` means all.")
              .normally("`[zstd, br, gzip]`"),
          key(
              "early-hints",
              new ListOf("a list of links", Names.link(), 0),
              "Values of `Link` that browsers are told with 103 (RFC 8297) while the answer to a page"
                  + " is prepared, and with the answer once more."),
          key("cache", Choice.of(bool(), CACHE), "Keep answers of apps and upstreams (RFC 9111).")
              .normally("`false`"),
          key("log", bool(), "Whether requests appear in the access log.").normally("`true`"));

  static Stream<Key> onSites() {
    return with(
        key("headers", headers(Optional.empty()), "Headers set or removed around the action."));
  }

  /** A route's {@code headers} holds conditions as well: names that have a text as value. */
  static Stream<Key> onRoutes() {
    return with(
        key(
            "headers",
            headers(Optional.of(CONDITIONS)),
            "`request` and `response`: headers set or removed around the action. Any other name:"
                + " a header and the value it must have, `*` for any."));
  }

  private static Stream<Key> with(Key headers) {
    return Stream.of(Stream.of(headers), GuardFormat.keys(), SHARED.stream()).flatMap(keys -> keys);
  }

  private static Section headers(Optional<Named> others) {
    return new Section(
        "a map with request and response",
        List.of(
            key(
                    "preset",
                    words(word("secure", true), word("none", false)),
                    "`secure`: headers that make browsers careful, on every answer that has none of"
                        + " its own: `X-Frame-Options`, `X-Content-Type-Options`,"
                        + " `Referrer-Policy`, `Cross-Origin-Opener-Policy`, `Permissions-Policy`.")
                .normally("`none`"),
            key("request", CHANGES, "Set before the action sees the request; `null` removes."),
            key("response", CHANGES, "Set on the response; `null` removes.")),
        others);
  }

  private static Choice side() {
    return Choice.of(
        Addresses.upstreamOrTarget(),
        Section.of(
            "a map",
            key("app", Names.name(), "An app."),
            key("proxy", Addresses.upstreamOrTarget(), "An upstream.")));
  }
}
