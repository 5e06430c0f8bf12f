package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.duration;
import static site.config.Scalars.integer;
import static site.config.Scalars.word;
import static site.config.Scalars.words;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.ActionConfig.FastCgi;
import site.config.ActionConfig.ForwardedHeaders;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/** The keys of an upstream, and of the {@code proxy} action that has all of them and more. */
final class UpstreamFormat {
  private UpstreamFormat() {}

  private static final ListOf TARGETS =
      new ListOf(
          "a list of targets",
          Choice.of(
              Addresses.target(),
              Section.of(
                  "a map with url",
                  key("url", Addresses.target(), "The target.").required(),
                  key("weight", integer(1, 1000), "Its share.").byDefault("1"),
                  key("backup", bool(), "Only when no other is left.").byDefault("false"),
                  key(
                      "max-connections",
                      integer(1, 1_000_000),
                      "Requests at a time, each on its connection; the next ones wait."))),
          1);

  private static final Key[] SHARED = {
    key(
            "timeouts",
            Section.of(
                "a map",
                key("connect", duration("1ms", "1h"), "Until the connection is established.")
                    .byDefault("5s"),
                key(
                        "response",
                        duration("1ms", "1d"),
                        "From the request's last byte to the response's head.")
                    .byDefault("60s"),
                key("idle", duration("1ms", "1d"), "Without a byte while a body is on its way.")
                    .byDefault("60s")),
            "How long each phase may take.")
        .always(),
    key(
        "tls",
        Section.of(
            "a map",
            key("ca", Paths.file(), "PEM file of the authorities to trust."),
            key("server-name", Scalars.plainHost(), "The name to ask for and to verify."),
            key("insecure", bool(), "Verify nothing.").byDefault("false"),
            key("certificate", Paths.file(), "PEM file that proves who we are; with `key`."),
            key("key", Paths.file(), "PEM file of its key.")),
        "How targets that speak TLS prove who they are, and we to them."),
    key(
        "proxy-protocol",
        words(word("v1", ProxyProtocol.V1), word("v2", ProxyProtocol.V2)),
        "Begin each connection with a PROXY header that tells the client's address. HTTP/1.1 is"
            + " spoken behind it, one request on a connection.")
  };

  static final Section UPSTREAM =
      section(
          "a map with to",
          key(
                  "to",
                  Choice.of(Addresses.target(), TARGETS),
                  "Targets: `http://HOST:PORT`, `https://…`, `h2c://…`, `uwsgi://…`, `fastcgi://…`, at a Unix socket `unix:/PATH`, `https+unix:/PATH` and so on, or where the DNS has it `srv+http://_SERVICE._tcp.NAME`, `srv+https://…` and so on.")
              .required());

  private static final Section PROXY_MAP =
      section(
          "a map with to",
          key(
                  "to",
                  Choice.of(Addresses.upstreamOrTarget(), TARGETS),
                  "The name of an upstream, a target, or a list of targets.")
              .required(),
          key(
                  "host",
                  RouteTexts.hostHeader(),
                  "The `Host` the upstream sees: the client's, its own, or a value.")
              .byDefault("keep"),
          key(
                  "forwarded",
                  words(
                      word("x", ForwardedHeaders.X),
                      word("rfc7239", ForwardedHeaders.RFC7239),
                      word("both", ForwardedHeaders.BOTH),
                      word("off", ForwardedHeaders.OFF)),
                  "Which headers tell the upstream about the client.")
              .byDefault("x"),
          key(
              "fastcgi",
              Section.of(
                  "a map",
                  key("root", Paths.any("a path"), "Where the scripts are, as the server sees it."),
                  key("index", fileName(), "The script of a path that ends with a slash.")
                      .byDefault("index.php"),
                  key("split", ending(), "What the name of a script ends with.").byDefault(".php"),
                  key(
                      "front",
                      RouteTexts.plainPath("a path"),
                      "The script of every path that names none, such as `/index.php`.")),
              "Which script answers, for targets that speak FastCGI."),
          key(
                  "buffer-request",
                  bool(),
                  "Read the whole body into a temporary file before a target is asked, so that it"
                      + " can be sent again.")
              .byDefault("false"),
          key(
              "mirror",
              Addresses.upstreamOrTarget(),
              "An upstream or a target that gets a copy of each request; its answers are thrown"
                  + " away."),
          key(
                  "rewrite-location",
                  bool(),
                  "Map redirects (`Location`, `Refresh`) and cookies of the upstream to our host,"
                      + " scheme and prefix.")
              .byDefault("false"),
          key(
                  "underscores",
                  bool(),
                  "Pass on headers with an underscore in their name, but for those that could be"
                      + " taken for one of ours, such as `X_Forwarded_For`.")
              .byDefault("false"));

  /** A name, a target, a list of targets, or a map. */
  static final Choice PROXY = Choice.of(Addresses.upstreamOrTarget(), TARGETS, PROXY_MAP);

  /** The keys that belong to the targets, wherever these are written. */
  static Stream<String> shared() {
    return sharedKeys().map(Key::name);
  }

  private static Stream<Key> sharedKeys() {
    return Stream.of(
            BalanceFormat.keys(), HealthFormat.keys(), RetryFormat.keys(), Stream.of(SHARED))
        .flatMap(keys -> keys);
  }

  private static Scalar fileName() {
    return Scalars.textThat("the name of a file", text -> text.matches("[^/\\p{Cntrl}]+"));
  }

  private static Scalar ending() {
    return Scalars.textThat("an ending such as .php", text -> text.matches("[.][a-z0-9]+"));
  }

  static TargetTls tls(ConfigNode node) {
    return new TargetTls(
        node.find("ca", Path.class),
        node.find("server-name", String.class),
        node.get("insecure", Boolean.class),
        node.find("certificate", Path.class)
            .flatMap(
                certificate ->
                    node.find("key", Path.class)
                        .map(key -> new TargetTls.Client(certificate, key))));
  }

  static FastCgi fastcgi(ConfigNode node) {
    return new FastCgi(
        node.find("root", Path.class),
        node.get("index", String.class),
        node.get("split", String.class),
        node.find("front", String.class));
  }

  private static Section section(String expectation, Key first, Key... more) {
    return new Section(
        expectation,
        Stream.of(Stream.of(first), Stream.of(more), sharedKeys()).flatMap(keys -> keys).toList(),
        Optional.empty());
  }
}
