package site.config;

import static site.config.Key.key;
import static site.config.Scalars.bool;
import static site.config.Scalars.duration;
import static site.config.Scalars.host;
import static site.config.Scalars.integer;
import static site.config.Scalars.network;
import static site.config.Scalars.text;
import static site.config.Scalars.withPattern;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Named;
import site.config.Shape.Section;

/** The keys of a site and of its routes: which requests, and what answers them. */
final class RouteFormat {
  private RouteFormat() {}

  private static final Section FILES =
      Section.of(
          "a map with root",
          key("root", Paths.directory(), "The directory the files are in.").required(),
          key(
                  "index",
                  new ListOf("a list of file names", fileName(), 0),
                  "Tried in this order when a directory is asked for.")
              .byDefault("index.html"),
          key(
              "fallback",
              Choice.of(
                  RouteTexts.plainPath("a path below the root such as /index.html"),
                  Section.of(
                      "a map with app or proxy",
                      key("app", Names.name(), "An app."),
                      key("proxy", UpstreamFormat.PROXY, "Another server."))),
              "Answered instead of 404: a file, or `app` or `proxy`, which get what is no file and"
                  + " every request that does not just read."),
          key("browse", bool(), "List directories that have no index.").byDefault("false"),
          key(
                  "precompressed",
                  bool(),
                  "Serve `x.zst`, `x.br` and `x.gz` for `x` to those who accept them.")
              .byDefault("false"),
          key(
              "cache-control",
              Choice.of(
                  Names.headerValue(),
                  new Named(
                      "a map of path patterns to values",
                      "pattern",
                      RouteTexts.path(),
                      Names.headerValue())),
              "The `Cache-Control` of every file, or of those below the root that fit; the first"
                  + " that fits counts."),
          key("hidden", bool(), "Serve names that begin with a dot.").byDefault("false"));

  private static final Section REDIRECT =
      Section.of(
          "a map with to",
          key(
                  "to",
                  RouteTexts.redirectTarget(),
                  "A path or URL; `{rest}`, `{path}`, `{host}` and `{query}` are replaced.")
              .required(),
          key("status", redirectStatus(), "301, 302, 303, 307 or 308.").byDefault("302"));

  private static final Section RESPOND =
      Section.of(
          "a map",
          key("status", integer(200, 599), "The status.").byDefault("200"),
          key("body", text("a text"), "The body.").byDefault(""),
          key(
              "headers",
              new Named(
                  "a map of header names to values",
                  "header",
                  Names.settableHeader(),
                  Names.headerValue()),
              "Headers of the answer."));

  static final Section ROUTE =
      new Section(
          "a map with one action",
          Stream.concat(conditionsAndActions(), MiddlewareFormat.onRoutes()).toList(),
          Optional.empty());

  static final Section SITE =
      new Section(
          "a map with hosts and routes",
          Stream.concat(site(), MiddlewareFormat.onSites()).toList(),
          Optional.empty());

  private static Stream<Key> conditionsAndActions() {
    return Stream.of(
        key(
                "path",
                RouteTexts.path(),
                "`/x` exactly, `/x/*` for `/x` and all below, `*.pdf` by ending, `~ regex` found"
                    + " in the path.")
            .byDefault("/*"),
        key("methods", new ListOf("a list of methods", Names.method(), 1), "Request methods.")
            .normally("all"),
        key(
            "query",
            new Named("a map of parameters to values", "parameter", text("a name"), text("a text")),
            "Query parameters and the values they must have, `*` for any."),
        key(
            "client",
            new ListOf("a list of networks", network(), 1),
            "Networks the client must be in."),
        key("files", FILES, "Answer with files."),
        key("proxy", UpstreamFormat.PROXY, "Let another server answer."),
        key("app", Names.name(), "Let an app answer, by its name."),
        key("redirect", REDIRECT, "Answer with a redirect."),
        key("respond", RESPOND, "Answer with this."),
        key(
            "compare",
            MiddlewareFormat.COMPARE,
            "Answer from the one, and compare what the other says to safe requests."),
        key("strip-prefix", RouteTexts.prefix(), "Taken off the path before the action sees it."),
        key(
            "rewrite",
            RouteTexts.rewrite(),
            "The path the action sees; `{path}` stands for the one it replaces, `{rest}` for what"
                + " the star of the route's path stands for."));
  }

  private static Stream<Key> site() {
    return Stream.of(
        key(
                "hosts",
                new ListOf("a list of at least one host", host(), 1),
                "Exact names, `*.example.com` for one label below, IP addresses, `*` for every host"
                    + " no other site has.")
            .required(),
        key("https-redirect", bool(), "Redirect plain requests.")
            .normally("where the site has TLS"),
        key("hsts", duration("0s", "3650d"), "Lifetime of `Strict-Transport-Security`.")
            .byDefault("0s"),
        key(
            "errors",
            new Named(
                "a map of statuses to files",
                "status",
                withPattern("a status such as 404 or a class such as 5xx", "^[45]([0-9]{2}|xx)$"),
                Paths.file()),
            "Error pages by status or class."),
        key(
            "client-certificates",
            TlsFormat.CLIENT_CERTIFICATES,
            "Ask visitors for a certificate when they connect."),
        key("routes", new ListOf("a list of at least one route", ROUTE, 1), "First match wins.")
            .required());
  }

  private static Shape.Scalar fileName() {
    return Scalars.textThat(
        "the name of a file", text -> !text.isBlank() && !text.contains("/") && !text.equals(".."));
  }

  private static Shape.Scalar redirectStatus() {
    return new Shape.Scalar(
        "301, 302, 303, 307 or 308",
        (text, home) ->
            text.matches("30[12378]")
                ? new Shape.Reading.Value(Integer.valueOf(text))
                : Shape.Reading.WRONG,
        Map.of("enum", List.of(301, 302, 303, 307, 308)));
  }
}
