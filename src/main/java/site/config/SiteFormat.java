package site.config;

import static site.config.Key.key;
import static site.config.Scalars.network;
import static site.config.Scalars.text;

import site.config.Shape.Choice;
import site.config.Shape.ListOf;
import site.config.Shape.Named;
import site.config.Shape.Section;

/**
 * The whole file format, in reading order: what may be written, what it means, what happens when it
 * is not written. The reader, the JSON Schema and the reference page all follow from it. A key that
 * is marked {@link Key#later} is known and checked, but asking for what it does is an error until
 * this version can do it.
 */
final class SiteFormat {
  private SiteFormat() {}

  static final String DEFAULT_SITE =
      "the site `*` with the files of `webroot/` and each app at `/<name>/`";

  static final Shape INCLUDE =
      Choice.of(
          text("a file or a pattern such as sites/*.yaml"),
          new ListOf("a list of files or patterns", text("a file or a pattern"), 1));

  static final Section FILE =
      Section.of(
          "a map",
          key(
              "include",
              INCLUDE,
              "Further files, relative to the directory of this one, in the order of their names."
                  + " Maps are merged, `listeners`, `sites`, `tests` and `tls.certificates` are"
                  + " appended; the same key twice is an error. Paths inside an included file are"
                  + " relative to the home directory, too."),
          key("listeners", ServerFormat.LISTENERS, "Sockets that accept connections.")
              .normally("`:8080`, and `:8443` with TLS unless `tls.mode` is `off`")
              .appended(),
          key(
                  "trusted-proxies",
                  new ListOf("a list of networks", network(), 0),
                  "Peers whose `X-Forwarded-*` and `Forwarded` headers are believed.")
              .normally("nobody"),
          key("tls", TlsFormat.TLS, "Certificates and handshakes.").always(),
          key(
                  "apps",
                  new Named("a map of names to apps", "name", Names.name(), AppFormat.APP),
                  "Applications that run in this process, by name.")
              .normally("what lies in `apps/`, when there is no `sites` either"),
          key(
                  "database",
                  DatabaseFormat.url(),
                  "A MySQL or MariaDB for the apps that ask for a database, best with"
                      + " `${secret:MYSQL_AUTH/password}` in it. Without `/SCHEMA` each has the one"
                      + " called as it is.")
              .normally("a MariaDB this server runs itself, when an app asks for one"),
          key(
              "upstreams",
              new Named(
                  "a map of names to upstreams", "name", Names.name(), UpstreamFormat.UPSTREAM),
              "Other servers that answer for us, by name."),
          key(
                  "sites",
                  new ListOf("a list of at least one site", RouteFormat.SITE, 1),
                  "Virtual hosts.")
              .normally(DEFAULT_SITE)
              .appended(),
          key("log", ServerFormat.LOG, "Where log lines go.").always(),
          key(
              "mail",
              MailFormat.MAIL,
              "A mail server, to tell people what they should look at: certificates that cannot be"
                  + " renewed or end soon. Once a day for each."),
          key("admin", ServerFormat.ADMIN, "How the running server is commanded.").always(),
          key("limits", ServerFormat.LIMITS, "What a client may use up.").always(),
          key("shutdown", ServerFormat.SHUTDOWN, "How the server stops.").always(),
          key(
                  "tests",
                  ServerFormat.TESTS,
                  "Requests and what shall come of them; run by `check` and before every reload.")
              .appended());
}
