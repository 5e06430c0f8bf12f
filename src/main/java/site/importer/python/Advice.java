package site.importer.python;

import java.util.Map;
import java.util.Optional;

/**
 * What takes the place of settings that have none in our file. An empty text means that nothing has
 * to: the setting is about the Python process, which runs on as before, behind us.
 */
final class Advice {
  private static final String STAYS = "";

  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("module", STAYS),
          Map.entry("wsgi", STAYS),
          Map.entry("wsgi-file", STAYS),
          Map.entry("wsgi-app", STAYS),
          Map.entry("callable", STAYS),
          Map.entry("chdir", STAYS),
          Map.entry("base", STAYS),
          Map.entry("pythonpath", STAYS),
          Map.entry("pp", STAYS),
          Map.entry("virtualenv", STAYS),
          Map.entry("venv", STAYS),
          Map.entry("home", STAYS),
          Map.entry("plugin", STAYS),
          Map.entry("plugins", STAYS),
          Map.entry("master", STAYS),
          Map.entry("vacuum", STAYS),
          Map.entry("die-on-term", STAYS),
          Map.entry("need-app", STAYS),
          Map.entry("strict", STAYS),
          Map.entry("single-interpreter", STAYS),
          Map.entry("enable-threads", STAYS),
          Map.entry("lazy-apps", STAYS),
          Map.entry("lazy", STAYS),
          Map.entry("threads", STAYS),
          Map.entry("processes", STAYS),
          Map.entry("workers", STAYS),
          Map.entry("worker-class", STAYS),
          Map.entry("worker-connections", STAYS),
          Map.entry("preload-app", STAYS),
          Map.entry("proc-name", STAYS),
          Map.entry("procname", STAYS),
          Map.entry("auto-procname", STAYS),
          Map.entry("max-requests", STAYS),
          Map.entry("max-requests-jitter", STAYS),
          Map.entry("max-worker-lifetime", STAYS),
          Map.entry("reload-on-rss", STAYS),
          Map.entry("env", STAYS),
          Map.entry("raw-env", STAYS),
          Map.entry("pidfile", STAYS),
          Map.entry("daemon", STAYS),
          Map.entry("daemonize", STAYS),
          Map.entry("logto", STAYS),
          Map.entry("log-date", STAYS),
          Map.entry("logger", STAYS),
          Map.entry("errorlog", STAYS),
          Map.entry("loglevel", STAYS),
          Map.entry("capture-output", STAYS),
          Map.entry("reload", STAYS),
          Map.entry("py-autoreload", STAYS),
          Map.entry("limit-as", STAYS),
          Map.entry("listen", STAYS),
          Map.entry("backlog", STAYS),
          Map.entry("buffer-size", STAYS),
          Map.entry("graceful-timeout", STAYS),
          Map.entry("worker-tmp-dir", STAYS),
          Map.entry("threaded", STAYS),
          Map.entry("thunder-lock", STAYS),
          Map.entry("offload-threads", STAYS),
          Map.entry("stats", STAYS),
          Map.entry("gevent", STAYS),
          Map.entry("http-websockets", STAYS),
          Map.entry("limit-request-line", "see limits.request-line"),
          Map.entry("limit-request-fields", "see limits.header-size"),
          Map.entry("limit-request-field-size", "see limits.header-size"),
          Map.entry("chmod-socket", "the socket stays; the user the server runs as must be let in"),
          Map.entry("chown-socket", "the socket stays; the user the server runs as must be let in"),
          Map.entry("umask", "the socket stays; the user the server runs as must be let in"),
          Map.entry("uid", "see service install for the user the server itself runs as"),
          Map.entry("gid", "see service install for the group the server itself runs as"),
          Map.entry("user", "see service install for the user the server itself runs as"),
          Map.entry("group", "see service install for the group the server itself runs as"),
          Map.entry("accesslog", "the server writes one: see log.access"),
          Map.entry("access-logfile", "the server writes one: see log.access"),
          Map.entry("access-logformat", "see log.access.format"),
          Map.entry("access-log-format", "see log.access.format"),
          Map.entry("log-format", "see log.access.format"),
          Map.entry("disable-logging", "see log.access.to: off"),
          Map.entry("touch-reload", "touch it as before; an app of ours has watch: true"),
          Map.entry("cron", "keep it, or use the system's timers"),
          Map.entry("spooler", "keep it as it is; nothing here takes its place"),
          Map.entry("emperor", "import each vassal's file by itself"),
          Map.entry("https", "see tls: names get certificates by themselves"),
          Map.entry("certfile", "see tls: names get certificates by themselves"),
          Map.entry("keyfile", "see tls: names get certificates by themselves"),
          Map.entry("ca-certs", "see client-certificates of a site"),
          Map.entry("route", "see the routes of a site"),
          Map.entry("mount", STAYS),
          Map.entry("manage-script-name", STAYS));

  private Advice() {}

  /** What to do about a setting; empty when nothing has to be done. */
  static Optional<String> on(String name) {
    String advice = BY_NAME.getOrDefault(name, "has no counterpart that is known; please look");
    return advice.isEmpty() ? Optional.empty() : Optional.of(advice);
  }
}
