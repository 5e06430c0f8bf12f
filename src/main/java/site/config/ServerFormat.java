package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.byteRate;
import static site.config.Scalars.duration;
import static site.config.Scalars.integer;
import static site.config.Scalars.network;
import static site.config.Scalars.percent;
import static site.config.Scalars.size;
import static site.config.Scalars.text;
import static site.config.Scalars.withPattern;
import static site.config.Scalars.word;
import static site.config.Scalars.words;

import java.util.Map;
import site.config.ListenerConfig.Protocol;
import site.config.Shape.ListOf;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;
import site.config.Shape.Section;

/**
 * The keys that are about the server as a whole: {@code listeners}, {@code log}, {@code limits}.
 */
final class ServerFormat {
  private ServerFormat() {}

  private static final Section LISTENER =
      Section.of(
          "a map with an address",
          key(
                  "address",
                  Addresses.listener(),
                  "`:80` for all addresses of both families, `127.0.0.1:80`, `[::1]:80` or"
                      + " `unix:PATH`; port 0 lets the system choose.")
              .required(),
          key("tls", bool(), "Whether connections begin with a TLS handshake.").byDefault("false"),
          key(
                  "protocols",
                  new ListOf(
                      "a list of h1, h2 and h3",
                      words(
                          word("h1", Protocol.H1),
                          word("h2", Protocol.H2),
                          word("h3", Protocol.H3)),
                      1),
                  "HTTP versions; `h2` on a plain listener means h2c, `h3` opens the UDP port of the"
                      + " same number besides.")
              .normally("h1 and h2, and with TLS h3"),
          key(
              "proxy-protocol",
              Section.of(
                  "a map with networks",
                  key("from", new ListOf("a list of networks", network(), 1), "Trusted peers.")
                      .required()),
              "Connections begin with a PROXY header, version 1 or 2; those from other peers are"
                  + " closed."),
          key(
              "mode",
              withPattern("permissions in octal such as \"0660\"", "^0?[0-7]{3}$"),
              "Permissions of a Unix socket."),
          key("group", Paths.group(), "Owning group of a Unix socket."));

  static final ListOf LISTENERS = new ListOf("a list of at least one listener", LISTENER, 1);

  private static final Section ROTATE =
      Section.of(
          "a map",
          key("size", size("64KiB", "1TiB"), "The file is put aside at this size, compressed."),
          key(
              "age",
              duration("1m", "366d"),
              "A new file is begun each time this has passed, counted from midnight."),
          key("keep", integer(0, 10_000), "Files put aside that are kept.").byDefault("14"));

  static final Section LOG =
      Section.of(
          "a map",
          key(
                  "access",
                  Section.of(
                      "a map",
                      key("to", Sinks.sink(), "Where the lines go.").byDefault("stdout"),
                      key(
                              "format",
                              accessFormat(),
                              "The form of a line; patterns use nginx's variables.")
                          .byDefault("combined"),
                      key("rotate", ROTATE, "When to begin a new file."),
                      key(
                              "sample",
                              percent(),
                              "The part of the requests that is written; those with a status of 400"
                                  + " or above always are.")
                          .byDefault("100%")),
                  "One line per request.")
              .always(),
          key(
                  "server",
                  Section.of(
                      "a map",
                      key("to", Sinks.sink(), "Where the lines go.").byDefault("stdout"),
                      key(
                              "level",
                              words("error", "warn", "info", "debug", "trace"),
                              "The least important lines to write.")
                          .byDefault("info"),
                      key(
                              "format",
                              words(
                                  word("text", LogConfig.Format.TEXT),
                                  word("json", LogConfig.Format.JSON)),
                              "The form of a line.")
                          .byDefault("text"),
                      key("rotate", ROTATE, "When to begin a new file.")),
                  "What the server itself has to say.")
              .always());

  static final Section ADMIN =
      Section.of(
          "a map",
          key("socket", Paths.socket(), "The Unix socket the command line uses, mode 0600.")
              .normally("`run/admin.sock`, or `admin.sock` in systemd's RUNTIME_DIRECTORY"),
          key(
                  "address",
                  Addresses.listener(),
                  "Dashboard, `/metrics`, `/health/live` and `/health/ready`; on loopback, as there"
                      + " is no password.")
              .normally("off"));

  static final Section LIMITS =
      Section.of(
          "a map",
          key("header-size", size("1KiB", "1MiB"), "Bytes of a request's header section.")
              .byDefault("32KiB"),
          key("header-count", integer(10, 10_000), "Fields of a request's header section.")
              .byDefault("100"),
          key("request-line", size("1KiB", "1MiB"), "Bytes of a request line.").byDefault("16KiB"),
          key(
                  "header-timeout",
                  duration("1s", "10m"),
                  "How long a header section may take, and the first byte of a connection; then"
                      + " 408, or `GOAWAY` in HTTP/2.")
              .byDefault("10s"),
          key(
                  "body-min-rate",
                  byteRate(),
                  "The slowest a request's body may come, measured over as long as"
                      + " `header-timeout`; then 408. `0B/s` for as slow as `idle` allows.")
              .byDefault("240B/s"),
          key("idle", duration("1s", "1d"), "How long a connection may be silent.")
              .byDefault("75s"),
          key(
                  "connections",
                  integer(1, 10_000_000),
                  "Connections at a time, on all listeners; more are closed as they come.")
              .byDefault("50000"),
          key(
                  "connections-per-client",
                  integer(1, 10_000_000),
                  "Connections of one address at a time, in IPv6 of one /64; trusted proxies may"
                      + " have more.")
              .normally("as many as `connections`"),
          key(
                  "requests",
                  integer(1, 10_000_000),
                  "Requests under way at a time, on all listeners; more are answered 503, or"
                      + " refused in HTTP/2 and HTTP/3, as they come.")
              .normally("one for each 256 KiB of Java's heap, but at least 1000"),
          key("streams", integer(1, 10_000), "Concurrent streams of an HTTP/2 connection.")
              .byDefault("128"));

  static final Section SHUTDOWN =
      Section.of(
          "a map",
          key(
                  "delay",
                  duration("0s", "1h"),
                  "How long the server goes on after it was asked to stop.")
              .byDefault("0s"),
          key("drain", duration("0s", "1d"), "How long requests in flight may take after that.")
              .byDefault("30s"));

  static final ListOf TESTS =
      new ListOf(
          "a list of tests",
          Section.of(
              "a map with a request and what is expected",
              key(
                      "request",
                      withPattern("a method and a URL", "^[A-Z]+ (https?://|/)\\S*$"),
                      "A method and a URL.")
                  .required(),
              key(
                      "expect",
                      Section.of(
                          "a map",
                          key("route", text("the path of a route"), "The route that answers."),
                          key("status", integer(100, 599), "The status of the answer.")),
                      "What shall come of it.")
                  .required()),
          0);

  private static Scalar accessFormat() {
    Scalar words = words("combined", "main", "common", "json");
    return new Scalar(
        "combined, main, common, json or a pattern with $variables",
        (text, home) ->
            text.contains("$") && !text.contains("\n")
                ? new Reading.Value(text)
                : words.parser().read(text, home),
        Map.of("type", "string"));
  }
}
