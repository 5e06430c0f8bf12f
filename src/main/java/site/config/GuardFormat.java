package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.duration;
import static site.config.Scalars.integer;
import static site.config.Scalars.network;
import static site.config.Scalars.off;
import static site.config.Scalars.orOff;
import static site.config.Scalars.parsed;
import static site.config.Scalars.rate;
import static site.config.Scalars.size;
import static site.config.Scalars.text;
import static site.config.Scalars.textThat;
import static site.config.Scalars.uri;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import site.config.Shape.Choice;
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
          key(
              "rate",
              Choice.of(rate(), new ListOf("a list of rates", rate(), 1)),
              "Requests in the long run; more are answered 429. Of several, such as"
                  + " `[50/h, 500/d]`, all have to be kept."),
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

  private static final Section FORWARD =
      Section.of(
          "a map with url",
          key("url", uri(), "Is asked with the request's headers, without its body.").required(),
          key(
              "copy",
              new ListOf("a list of headers", Names.settableHeader(), 1),
              "Headers of its answer that the action gets; what the client says there is removed."),
          key("user", Names.header(), "The header of its answer that names the user.")
              .byDefault("remote-user"),
          key("timeout", duration("1ms", "1m"), "Time for its answer; else 504.").byDefault("5s"));

  private static final Section AUTH =
      Section.of(
          "a map with basic, forward, jwt or oidc",
          key("basic", BASIC, "User name and password (RFC 7617)."),
          key(
              "forward",
              Choice.of(uri(), FORWARD),
              "Ask this URL: by 2xx it lets the request through; 401, 403 and redirects are"
                  + " the answer."),
          key("jwt", TokenFormat.JWT, "Bearer tokens (RFC 7519, RFC 6750)."),
          key("oidc", TokenFormat.OIDC, "People log in at a provider (OpenID Connect)."),
          key(
                  "user-header",
                  Names.settableHeader(),
                  "The request header that tells apps and upstreams who it is. What the client says"
                      + " there is removed.")
              .normally("none"));

  private static final Predicate<String> IS_ORIGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s\\p{Upper}*]+").asMatchPredicate();

  private static final Predicate<String> METHOD = Names.TOKEN.asMatchPredicate();

  private static final Scalar ORIGIN = textThat("an origin such as https://app.example", IS_ORIGIN);

  private static final Scalar ORIGIN_OR_ALL =
      textThat(
          "an origin such as https://app.example, or \"*\"",
          text -> text.equals("*") || IS_ORIGIN.test(text));

  private static final Section CORS =
      Section.of(
          "a map with origins",
          key(
                  "origins",
                  new ListOf("a list of origins", ORIGIN_OR_ALL, 1),
                  "Origins whose pages may read answers; `*` for all, not with `credentials`.")
              .required(),
          key(
                  "methods",
                  new ListOf("a list of methods", textThat("a method", METHOD), 1),
                  "Methods they may use.")
              .normally("those of the route, or GET, HEAD, POST, PUT, PATCH and DELETE"),
          key(
                  "headers",
                  new ListOf("a list of headers", Names.header(), 1),
                  "Request headers they may send.")
              .normally("any"),
          key(
              "expose",
              new ListOf("a list of headers", Names.header(), 1),
              "Response headers they may read, beyond the few that all may."),
          key("credentials", bool(), "Whether cookies and the like are sent along.")
              .byDefault("false"),
          key("max-age", duration("0s", "1d"), "How long a browser need not ask again.")
              .byDefault("10m"));

  static final String RETRY_AFTER = "10m";

  private static final Section MAINTENANCE =
      Section.of(
          "a map",
          key(
              "page",
              Paths.fileText("an existing file of at most 64 KiB"),
              "The HTML that visitors see; read again at a reload."),
          key("retry-after", duration("0s", "30d"), "When to come back; `0s` says nothing.")
              .byDefault(RETRY_AFTER),
          key(
              "allow",
              new ListOf("a list of networks", network(), 0),
              "Networks that get in nevertheless."),
          key(
                  "file",
                  Paths.any("a path"),
                  "Holds only while this file exists; seen within a second.")
              .normally("holds as long as it is configured"));

  private static final Section CSRF =
      Section.of(
          "a map with origins",
          key(
                  "origins",
                  new ListOf("a list of origins", ORIGIN, 1),
                  "Origins whose pages may nevertheless.")
              .required());

  private GuardFormat() {}

  static Stream<Key> keys() {
    return Stream.of(
        key(
                "maintenance",
                Choice.of(bool(), MAINTENANCE),
                "Answer 503 and let nobody in, for a while.")
            .normally("`false`"),
        key("cors", Choice.of(off(), CORS), "What pages of other origins may do.")
            .normally("what browsers let them do anyway"),
        key(
                "csrf",
                Choice.of(bool(), CSRF),
                "Refuse requests that a page of another origin made a browser send: 403, unless"
                    + " they only read.")
            .normally("`false`"),
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
