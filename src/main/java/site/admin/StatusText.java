package site.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import site.compare.ComparisonState;
import site.compare.Verdict;
import site.database.DatabaseState;
import site.deploy.AppHealth;
import site.deploy.CanaryState;
import site.deploy.DeploymentState;
import site.proxy.UpstreamState;
import site.revision.ServerState;
import site.revision.ServerState.CertificateState;
import site.revision.SiteState;

/** The server's state for people and for programs. */
final class StatusText {
  private StatusText() {}

  static String text(ServerState state) {
    StringBuilder text = new StringBuilder();
    line(text, "pid", ProcessHandle.current().pid());
    line(text, "revision", state.revision() + " since " + state.since());
    line(text, "in flight", state.inFlight());
    state.listeners().forEach(address -> line(text, "listener", address));
    state.sites().forEach(site -> line(text, "site", site));
    state.apps().forEach(app -> line(text, "app", app(app)));
    state.database().ifPresent(database -> line(text, "database", database(database)));
    state.upstreams().forEach((name, upstream) -> line(text, "upstream", name + ": " + upstream));
    state.comparisons().forEach(comparison -> line(text, "compare", comparison));
    state.caches().forEach(cache -> line(text, "cache", cache));
    state.certificates().forEach(c -> line(text, "certificate", certificate(c)));
    line(text, "log lines dropped", state.logs().lost());
    return text.toString();
  }

  private static void line(StringBuilder text, String subject, Object finding) {
    text.append(String.format("%-18s %s%n", subject, finding));
  }

  private static String app(DeploymentState app) {
    return "%s revision=%d sha=%s instances=%d threads=%s inFlight=%d webSockets=%d requests=%d"
            .formatted(
                app.name(),
                app.revision(),
                app.digest(),
                app.instances(),
                app.threads(),
                app.inFlight(),
                app.webSockets(),
                app.requests())
        + trouble(app.health())
        + app.canary().map(canary -> " " + AppTable.canary(canary)).orElse("");
  }

  private static String database(DatabaseState database) {
    return "%s pid=%d starts=%d"
            .formatted(database.ready() ? "ready" : "not ready", database.pid(), database.starts())
        + (database.problem().isEmpty() ? "" : " last problem: " + database.problem());
  }

  /** Nothing for an app that is well. */
  private static String trouble(AppHealth health) {
    StringBuilder text = new StringBuilder();
    count(text, "waiting", health.waiting());
    count(text, "blocked", health.blocked());
    count(text, "restarts", health.restarts());
    count(text, "stuckThreads", health.stuckThreads());
    if (health.condition() != AppHealth.Condition.RUNNING) {
      text.append(' ').append(health.condition().toString().toLowerCase(Locale.ROOT));
    }
    health.cause().ifPresent(cause -> text.append(" failed: ").append(cause));
    health.leaks().forEach(leak -> text.append(" leak: ").append(leak));
    return text.toString();
  }

  private static void count(StringBuilder text, String name, int count) {
    if (count > 0) {
      text.append(' ').append(name).append('=').append(count);
    }
  }

  private static String certificate(CertificateState certificate) {
    return String.join(", ", certificate.names())
        + " until "
        + certificate.notAfter()
        + " ("
        + certificate.source()
        + ")";
  }

  static JsonObject json(ServerState state) {
    JsonObject upstreams = new JsonObject();
    JsonObject retries = new JsonObject();
    JsonObject mirrored = new JsonObject();
    state.upstreams().forEach((name, upstream) -> upstreams.put(name, upstream(upstream)));
    state.upstreams().forEach((name, upstream) -> retries.put(name, upstream.retries()));
    state.upstreams().forEach((name, upstream) -> mirrored.put(name, mirrored(upstream)));
    return new JsonObject()
        .put("pid", ProcessHandle.current().pid())
        .put("revision", state.revision())
        .put("since", state.since().toString())
        .put("inFlight", state.inFlight())
        .put("listeners", new JsonArray(state.listeners()))
        .put("sites", new JsonArray(state.sites().stream().map(SiteState::name).toList()))
        .put("apps", array(state.apps(), StatusText::appJson))
        .put("upstreams", upstreams)
        .put("retries", retries)
        .put("mirrored", mirrored)
        .put("comparisons", array(state.comparisons(), StatusText::comparison))
        .put("caches", array(state.caches(), CacheRoutes::json))
        .put("certificates", array(state.certificates(), StatusText::certificateJson))
        .put("droppedLogLines", state.logs().lost());
  }

  static JsonObject appJson(DeploymentState app) {
    JsonObject json =
        new JsonObject()
            .put("name", app.name())
            .put("revision", app.revision())
            .put("sha", app.digest())
            .put("instances", app.instances())
            .put("threads", app.threads().toString())
            .put("inFlight", app.inFlight())
            .put("webSockets", app.webSockets())
            .put("requests", app.requests())
            .put("since", app.since().toString())
            .put("health", healthJson(app.health()))
            .put("events", new JsonObject(new LinkedHashMap<>(app.events())));
    app.canary().ifPresent(canary -> json.put("canary", canaryJson(canary)));
    return json;
  }

  private static JsonObject healthJson(AppHealth health) {
    return new JsonObject()
        .put("condition", health.condition().toString().toLowerCase(Locale.ROOT))
        .put("restarts", health.restarts())
        .put("cause", health.cause().orElse(null))
        .put("waiting", health.waiting())
        .put("blocked", health.blocked())
        .put("stuckThreads", health.stuckThreads())
        .put("leaving", health.leaving())
        .put("leaks", new JsonArray(health.leaks()));
  }

  private static JsonObject canaryJson(CanaryState canary) {
    return new JsonObject()
        .put("revision", canary.revision())
        .put("sha", canary.digest())
        .put("weight", canary.weight())
        .put("until", canary.until().toString())
        .put("fresh", scoreJson(canary.fresh()))
        .put("old", scoreJson(canary.old()));
  }

  private static JsonObject scoreJson(CanaryState.Score score) {
    return new JsonObject()
        .put("requests", score.requests())
        .put("errors", score.errors())
        .put("p99Millis", score.p99().toNanos() / 1e6);
  }

  private static JsonArray upstream(UpstreamState upstream) {
    return array(
        upstream.targets(),
        target ->
            new JsonObject()
                .put("address", target.address())
                .put("active", target.active())
                .put("requests", target.requests())
                .put("failures", target.failures())
                .put("condition", target.condition().word())
                .put("reason", target.reason())
                .put("since", target.since().toString()));
  }

  private static JsonObject mirrored(UpstreamState upstream) {
    return new JsonObject()
        .put("sent", upstream.mirrored().sent())
        .put("failed", upstream.mirrored().failed())
        .put("skipped", upstream.mirrored().skipped());
  }

  private static JsonObject comparison(ComparisonState comparison) {
    JsonObject json =
        new JsonObject()
            .put("route", comparison.route())
            .put("compared", comparison.compared())
            .put("percentSame", comparison.percentSame());
    for (Verdict verdict : Verdict.values()) {
      json.put(verdict.word(), comparison.count(verdict));
    }
    return json;
  }

  private static JsonObject certificateJson(CertificateState certificate) {
    return new JsonObject()
        .put("names", new JsonArray(certificate.names()))
        .put("notAfter", certificate.notAfter().toString())
        .put("source", certificate.source());
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonObject> json) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(json.apply(value)));
    return array;
  }
}
