package site.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import site.admin.Html.Cell;
import site.admin.Html.Mark;
import site.deploy.AppHealth;
import site.deploy.DeploymentState;
import site.proxy.UpstreamState;
import site.proxy.UpstreamState.TargetState;
import site.revision.ServerState;
import site.revision.ServerState.CertificateState;
import site.revision.SiteState;
import site.server.TrafficState.RouteTraffic;

/** The server's state as one page, which needs nothing but itself and loads itself anew. */
final class Dashboard {
  private static final Duration SOON = Duration.ofDays(7);

  private final ServerState state;
  private final Instant now;
  private final Html html = new Html();

  private Dashboard(ServerState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  static String page(ServerState state, Health health, Clock clock) {
    return new Dashboard(state, clock.instant()).page(health);
  }

  private String page(Health health) {
    html.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">")
        .raw("<meta http-equiv=\"refresh\" content=\"10\"><title>site.jar</title><style>")
        .raw(style())
        .raw("</style></head><body><main>\n");
    head(health);
    listeners();
    sites();
    apps();
    upstreams();
    certificates();
    logs();
    return html.raw("</main></body></html>\n").toString();
  }

  private static String style() {
    try (InputStream in = Dashboard.class.getResourceAsStream("dashboard.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void head(Health health) {
    html.raw("<header><h1>site.jar</h1>");
    if (!health.isReady()) {
      html.pill(Mark.BAD, "not ready");
    } else {
      boolean well = health.degraded().isEmpty();
      html.pill(well ? Mark.GOOD : Mark.WARN, well ? "ready" : "degraded");
    }
    html.raw("<p>")
        .text("Revision " + state.revision() + " for " + ago(state.since()) + ". ")
        .text(state.counts().traffic().requests() + " requests, ")
        .text(state.counts().traffic().inFlight() + " under way.")
        .raw("</p></header>\n");
    reasons(health.failing(), Mark.BAD);
    reasons(health.degraded(), Mark.WARN);
    state
        .counts()
        .reloads()
        .refusal()
        .ifPresent(reason -> reasons(List.of("last reload refused: " + reason), Mark.WARN));
  }

  private void reasons(List<String> reasons, Mark mark) {
    for (String reason : reasons) {
      html.raw("<p class=\"reason " + mark.name().toLowerCase(Locale.ROOT) + "\">");
      html.text(reason).raw("</p>\n");
    }
  }

  private void listeners() {
    List<List<Cell>> rows = new ArrayList<>();
    state
        .counts()
        .connections()
        .forEach(
            (address, connections) ->
                rows.add(cells(address, connections.open(), connections.accepted())));
    html.table("Listeners", List.of("Address", "Connected", "Accepted"), rows);
  }

  private void sites() {
    Map<List<String>, RouteTraffic> traffic = new HashMap<>();
    state
        .counts()
        .traffic()
        .routes()
        .forEach(route -> traffic.put(List.of(route.site(), route.route()), route));
    List<List<Cell>> rows = new ArrayList<>();
    for (SiteState site : state.sites()) {
      String hosts = String.join(", ", site.hosts());
      for (SiteState.RouteState route : site.routes()) {
        rows.add(route(hosts, route, traffic.get(List.of(site.name(), route.path()))));
        hosts = "";
      }
    }
    html.table(
        "Sites", List.of("Hosts", "Route", "Answered by", "Requests", "4xx", "5xx", "Mean"), rows);
  }

  private static List<Cell> route(String hosts, SiteState.RouteState route, RouteTraffic traffic) {
    List<Cell> cells = new ArrayList<>(cells(hosts, route.path(), route.action()));
    if (traffic == null) {
      cells.addAll(cells("0", "0", "0", ""));
      return cells;
    }
    cells.addAll(cells(traffic.requests(), traffic.byClass().get(3)));
    cells.add(Cell.marked(traffic.errors() > 0 ? Mark.WARN : Mark.NONE, traffic.errors()));
    double mean = traffic.seconds() / traffic.requests() * 1_000;
    cells.add(Cell.of(String.format(Locale.ROOT, "%.1f ms", mean)));
    return cells;
  }

  private void apps() {
    List<List<Cell>> rows = new ArrayList<>();
    for (DeploymentState app : state.apps()) {
      boolean serves = app.instances() > 0;
      AppHealth health = app.health();
      List<Cell> cells = new ArrayList<>(cells(app.name(), app.revision(), app.digest()));
      cells.add(Cell.marked(serves ? Mark.NONE : Mark.BAD, app.instances()));
      cells.addAll(cells(app.inFlight(), app.requests(), health.restarts()));
      String condition = health.condition().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      boolean well = health.condition() == AppHealth.Condition.RUNNING;
      cells.add(Cell.marked(well ? Mark.GOOD : Mark.BAD, condition));
      cells.add(Cell.of(ago(app.since())));
      rows.add(cells);
    }
    html.table(
        "Apps",
        List.of(
            "Name",
            "Revision",
            "SHA",
            "Instances",
            "In flight",
            "Requests",
            "Restarts",
            "Condition",
            "Since"),
        rows);
  }

  private void upstreams() {
    List<List<Cell>> rows = new ArrayList<>();
    state
        .upstreams()
        .forEach(
            (name, upstream) ->
                upstream.targets().forEach(target -> rows.add(target(name, target))));
    html.table(
        "Upstreams",
        List.of("Name", "Target", "Under way", "Requests", "Failures", "Condition"),
        rows);
  }

  private static List<Cell> target(String name, TargetState target) {
    List<Cell> cells =
        new ArrayList<>(cells(name, target.address(), target.active(), target.requests()));
    cells.add(Cell.marked(target.failures() > 0 ? Mark.WARN : Mark.NONE, target.failures()));
    boolean well = target.condition() == UpstreamState.Condition.HEALTHY;
    String reason = target.reason().isEmpty() ? "" : ": " + target.reason();
    cells.add(Cell.marked(well ? Mark.GOOD : Mark.BAD, target.condition().word() + reason));
    return cells;
  }

  private void certificates() {
    List<List<Cell>> rows = new ArrayList<>();
    for (CertificateState certificate : state.certificates()) {
      Duration left = Duration.between(now, certificate.notAfter());
      Mark mark = left.isNegative() ? Mark.BAD : left.compareTo(SOON) < 0 ? Mark.WARN : Mark.GOOD;
      String until =
          left.isNegative() ? "expired" : left.toDays() + " d, " + certificate.notAfter();
      rows.add(
          List.of(
              Cell.of(String.join(", ", certificate.names())),
              Cell.marked(mark, until),
              Cell.of(certificate.source())));
    }
    html.table("Certificates", List.of("Names", "Valid for", "From"), rows);
  }

  private void logs() {
    List<List<Cell>> rows = new ArrayList<>();
    state
        .logs()
        .places()
        .forEach(
            place ->
                rows.add(
                    List.of(
                        Cell.of(place.name()),
                        place.failing()
                            ? Cell.marked(Mark.BAD, "cannot be written")
                            : Cell.marked(Mark.GOOD, "written"),
                        Cell.of(place.waiting()),
                        Cell.of(place.lost()))));
    html.table("Logs", List.of("To", "State", "Lines waiting", "Lines lost"), rows);
  }

  private static List<Cell> cells(Object... values) {
    return List.of(values).stream().map(Cell::of).toList();
  }

  private String ago(Instant since) {
    Duration time = Duration.between(since, now);
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
