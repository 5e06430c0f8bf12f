package site.config;

import static site.config.Key.key;
import static site.config.Scalars.integer;
import static site.config.Scalars.off;
import static site.config.Scalars.parsed;
import static site.config.Scalars.rate;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.Shape.Choice;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** The keys for what a request has to pass: on a site, or on a route that wants it otherwise. */
final class GuardFormat {
  private static final Scalar LIMIT_KEY =
      parsed("client, route, header:<name> or cookie:<name>", GuardFormat::limitKey);

  private static final Section LIMIT =
      Section.of(
          "a map with rate or connections",
          key("rate", rate(), "Requests in the long run; more are answered 429."),
          key("burst", integer(1, 1_000_000), "Requests that may come at once.")
              .normally("as many as `rate` names"),
          key(
                  "key",
                  LIMIT_KEY,
                  "What is counted by: `client` (an IPv4 address, an IPv6 network of 64 bits),"
                      + " `route` (all together), or the value of a header or cookie; a request"
                      + " without it counts for its client.")
              .byDefault("client"),
          key("connections", integer(1, 1_000_000), "Requests at a time."));

  private GuardFormat() {}

  static Stream<Key> keys() {
    return Stream.of(
        key("limit", Choice.of(off(), LIMIT), "How often a client may ask.")
            .normally("as often as it likes"));
  }

  private static Optional<LimitConfig.Key> limitKey(String text) {
    return switch (text) {
      case "client" -> Optional.of(new LimitConfig.Key(LimitConfig.Kind.CLIENT, ""));
      case "route" -> Optional.of(new LimitConfig.Key(LimitConfig.Kind.ROUTE, ""));
      default -> namedKey(text);
    };
  }

  private static Optional<LimitConfig.Key> namedKey(String text) {
    int colon = text.indexOf(':');
    String name = text.substring(colon + 1);
    if (colon < 0 || !Names.TOKEN.matcher(name).matches()) {
      return Optional.empty();
    }
    return switch (text.substring(0, colon)) {
      case "header" ->
          Optional.of(new LimitConfig.Key(LimitConfig.Kind.HEADER, name.toLowerCase(Locale.ROOT)));
      case "cookie" -> Optional.of(new LimitConfig.Key(LimitConfig.Kind.COOKIE, name));
      default -> Optional.empty();
    };
  }
}
