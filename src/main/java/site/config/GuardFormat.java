package site.config;

import static site.config.Key.key;
import static site.config.Scalars.duration;
import static site.config.Scalars.integer;
import static site.config.Scalars.off;
import static site.config.Scalars.orOff;
import static site.config.Scalars.parsed;
import static site.config.Scalars.rate;
import static site.config.Scalars.size;
import static site.config.Scalars.text;
import static site.config.Scalars.textThat;
import static site.config.Scalars.url;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.Shape.Choice;
import site.config.Shape.Free;
import site.config.Shape.ListOf;
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

  private static final Section BASIC =
      Section.of(
          "a map with users",
          key(
                  "realm",
                  textThat(
                      "a text of printable ASCII characters", text -> text.matches("[ -~]{1,200}")),
                  "What the browser shows.")
              .byDefault("Protected"),
          key(
                  "users",
                  Choice.of(
                      text("lines of name:hash"),
                      new ListOf("a list of name:hash", text("name:hash"), 1)),
                  "Names and password hashes as `htpasswd` writes them, one on each line:"
                      + " argon2id, scrypt, bcrypt, SHA-crypt, and apr1 with a warning. Read a file"
                      + " by `${file:config/users}`; make a hash by `site.jar hash-password`.")
              .required());

  private static final Section AUTH =
      Section.of(
          "a map with basic",
          key("basic", BASIC, "User name and password (RFC 7617)."),
          key("forward", url(), "Ask this URL.").later("forward authentication"),
          key("jwt", new Free("a map"), "Bearer tokens (RFC 7519).").later("bearer tokens"),
          key("oidc", new Free("a map"), "OpenID Connect.").later("OpenID Connect"),
          key(
                  "user-header",
                  Names.settableHeader(),
                  "The request header that tells apps and upstreams who it is. What the client says"
                      + " there is removed.")
              .normally("none"));

  private GuardFormat() {}

  static Stream<Key> keys() {
    return Stream.of(
        key("limit", Choice.of(off(), LIMIT), "How often a client may ask.")
            .normally("as often as it likes"),
        key("auth", Choice.of(off(), AUTH), "Who may.").normally("everybody"),
        key(
                "body-limit",
                orOff(size("0B", "1TiB")),
                "Bytes of a request's body; a longer one is answered 413.")
            .normally("any number"),
        key(
                "timeout",
                orOff(duration("1ms", "1d")),
                "Time until an answer begins; else 504 for an upstream, 503 for others.")
            .normally("none, apart from those of upstreams"));
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
