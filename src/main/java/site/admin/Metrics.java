package site.admin;

import java.util.List;
import java.util.Locale;
import site.compare.ComparisonState;
import site.compare.Verdict;
import site.database.DatabaseState;
import site.deploy.AppHealth;
import site.deploy.DeploymentState;
import site.log.LogState;
import site.proxy.UpstreamState;
import site.revision.ReloadState;
import site.revision.ServerState;
import site.server.TrafficState;
import site.server.TrafficState.RouteTraffic;

/**
 * The server's state as Prometheus reads it. A new family is three lines here, with the numbers
 * from {@link ServerState}; its labels must have values that the operator chose or that are few.
 */
final class Metrics {
  /** Stands for "no site" and "no route", because an empty label is none to Prometheus. */
  private static final String NONE = "(none)";

  private static final List<Double> BOUNDS =
      TrafficState.BOUNDS_MILLIS.stream().map(millis -> millis / 1e3).toList();

  private final Families families = new Families();

  private Metrics() {}

  static String text(ServerState state) {
    Metrics metrics = new Metrics();
    metrics.requests(state.counts().traffic());
    metrics.connections(state);
    metrics.apps(state.apps());
    state.database().ifPresent(metrics::database);
    metrics.upstreams(state);
    metrics.comparisons(state.comparisons());
    metrics.reloads(state.revision(), state.counts().reloads());
    metrics.logs(state.logs());
    new CertificateMetrics(metrics.families).add(state);
    new CacheMetrics(metrics.families).add(state);
    new ProcessMetrics(metrics.families).add();
    return metrics.families.text();
  }

  private void requests(TrafficState traffic) {
    Families.Values requests =
        families.counter(
            "site_requests", "Requests that are over.", "site", "route", "status_class");
    Families.Histogram durations =
        families.histogram(
            "site_request_duration_seconds",
            "From the head of the request to the end of the response.",
            BOUNDS,
            "site",
            "route");
    Families.Values received =
        families.counter("site_request_bytes", "Bytes of request bodies.", "site", "route");
    Families.Values sent =
        families.counter("site_response_bytes", "Bytes of response bodies.", "site", "route");
    for (RouteTraffic route : traffic.routes()) {
      String site = named(route.site());
      String path = named(route.route());
      for (int i = 0; i < route.byClass().size(); i++) {
        requests.add(route.byClass().get(i), site, path, (i + 1) + "xx");
      }
      durations.add(new Families.Histogram.Value(route.durations(), route.seconds()), site, path);
      received.add(route.received(), site, path);
      sent.add(route.sent(), site, path);
    }
    families
        .gauge("site_requests_in_flight", "Requests begun and not over.")
        .add(traffic.inFlight());
    Families.Values refused =
        families.counter("site_refused", "Requests answered with an error of our own.", "reason");
    traffic
        .refused()
        .forEach((reason, count) -> refused.add(count, reason.name().toLowerCase(Locale.ROOT)));
  }

  private static String named(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private void connections(ServerState state) {
    Families.Values open = families.gauge("site_connections", "Clients connected.", "listener");
    Families.Values accepted =
        families.counter("site_connections_accepted", "Connections since it listens.", "listener");
    Families.Values limits =
        families.counter(
            "site_limit_reached",
            "Connections refused or closed on account of a limit.",
            "listener",
            "limit");
    Families.Values refused =
        families.counter(
            "site_connections_refused",
            "Connections closed for want of a good PROXY header from a trusted peer.",
            "listener");
    state
        .counts()
        .connections()
        .forEach(
            (listener, connections) -> {
              open.add(connections.open(), listener);
              accepted.add(connections.accepted(), listener);
              connections
                  .limits()
                  .forEach((limit, count) -> limits.add(count, listener, limit.key()));
              refused.add(connections.refused(), listener);
            });
  }

  private void apps(List<DeploymentState> apps) {
    Families.Values instances =
        families.gauge("site_app_instances", "Instances that serve.", "app");
    Families.Values revision = families.gauge("site_app_revision", "The one that serves.", "app");
    Families.Values requests =
        families.counter("site_app_requests", "Requests asked of the app.", "app");
    Families.Values inFlight =
        families.gauge("site_app_requests_in_flight", "Given to the app, not answered.", "app");
    Families.Values webSockets = families.gauge("site_app_web_sockets", "Open ones.", "app");
    Families.Values events =
        families.counter("app_events", "What apps count themselves.", "app", "event");
    for (DeploymentState app : apps) {
      app.events().forEach((event, count) -> events.add(count, app.name(), event));
      instances.add(app.instances(), app.name());
      revision.add(app.revision(), app.name());
      requests.add(app.requests(), app.name());
      inFlight.add(app.inFlight(), app.name());
      webSockets.add(app.webSockets(), app.name());
    }
    appHealth(apps);
  }

  private void database(DatabaseState database) {
    families
        .gauge("site_database_up", "1 while the database of our own answers.")
        .add(database.ready() ? 1 : 0);
    families
        .counter("site_database_starts", "How often it has become ready.")
        .add(database.starts());
  }

  private void appHealth(List<DeploymentState> apps) {
    Families.Values condition =
        families.gauge("site_app_condition", "1 for the one it is in.", "app", "condition");
    Families.Values restarts =
        families.counter("site_app_restarts", "Made after a failure.", "app");
    Families.Values waiting =
        families.gauge("site_app_requests_waiting", "Parked until there is a place.", "app");
    Families.Values blocked =
        families.gauge("site_app_instances_blocked", "Take no tasks at present.", "app");
    Families.Values stuck =
        families.gauge("site_app_stuck_threads", "Given up and still running.", "app");
    Families.Values leaks =
        families.gauge("site_app_leaks", "Old revisions that memory still holds.", "app");
    for (DeploymentState app : apps) {
      AppHealth health = app.health();
      for (AppHealth.Condition one : AppHealth.Condition.values()) {
        condition.add(
            one == health.condition() ? 1 : 0, app.name(), one.name().toLowerCase(Locale.ROOT));
      }
      restarts.add(health.restarts(), app.name());
      waiting.add(health.waiting(), app.name());
      blocked.add(health.blocked(), app.name());
      stuck.add(health.stuckThreads(), app.name());
      leaks.add(health.leaks().size(), app.name());
    }
  }

  private void upstreams(ServerState state) {
    Families.Values healthy =
        families.gauge("site_upstream_healthy", "1 where it gets requests.", "upstream", "target");
    Families.Values waiting =
        families.gauge("site_upstream_waiting", "Requests no target has room for.", "upstream");
    Families.Values active =
        families.gauge(
            "site_upstream_active", "Requests and tunnels under way.", "upstream", "target");
    Families.Values requests =
        families.counter(
            "site_upstream_requests", "Requests sent, repeated ones too.", "upstream", "target");
    Families.Values failures =
        families.counter(
            "site_upstream_failures", "Refused, too slow or broken off.", "upstream", "target");
    Families.Values retries =
        families.counter("site_upstream_retries", "Requests sent to another target.", "upstream");
    Families.Values mirrored =
        families.counter("site_upstream_mirrored", "Copies of requests.", "upstream", "result");
    state
        .upstreams()
        .forEach(
            (name, upstream) -> {
              mirrored.add(upstream.mirrored().sent(), name, "sent");
              mirrored.add(upstream.mirrored().failed(), name, "failed");
              mirrored.add(upstream.mirrored().skipped(), name, "skipped");
              retries.add(upstream.retries(), name);
              waiting.add(upstream.waiting(), name);
              for (UpstreamState.TargetState target : upstream.targets()) {
                boolean well = target.condition() == UpstreamState.Condition.HEALTHY;
                healthy.add(well ? 1 : 0, name, target.address());
                active.add(target.active(), name, target.address());
                requests.add(target.requests(), name, target.address());
                failures.add(target.failures(), name, target.address());
              }
            });
  }

  private void comparisons(List<ComparisonState> comparisons) {
    Families.Values found =
        families.counter(
            "site_compared", "Answers of two, by where they differ.", "route", "result");
    for (ComparisonState one : comparisons) {
      for (Verdict verdict : Verdict.values()) {
        found.add(one.count(verdict), one.route(), verdict.word());
      }
    }
  }

  private void reloads(int revision, ReloadState reloads) {
    families.gauge("site_revision", "Of the configuration that serves.").add(revision);
    Families.Values all = families.counter("site_reloads", "Reloads asked for.", "result");
    all.add(reloads.succeeded(), "success");
    all.add(reloads.refused(), "refused");
    reloads
        .lastSuccess()
        .ifPresent(
            at ->
                families
                    .gauge("site_last_reload_success_seconds", "When, in seconds since 1970.")
                    .add(at.toEpochMilli() / 1e3));
  }

  private void logs(LogState logs) {
    Families.Values waiting =
        families.gauge("site_log_lines_waiting", "Lines to be written.", "log");
    Families.Values failing =
        families.gauge("site_log_failing", "1 while lines cannot be written.", "log");
    for (LogState.Place place : logs.places()) {
      waiting.add(place.waiting(), place.name());
      failing.add(place.failing() ? 1 : 0, place.name());
    }
    families.counter("site_log_lines_lost", "Lines there was no room for.").add(logs.lost());
  }
}
