package site.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import site.acme.AcmeFailure;
import site.acme.CertWarning;
import site.acme.JobReport;
import site.deploy.AppHealth;
import site.deploy.DeploymentState;
import site.proxy.UpstreamState;
import site.revision.ServerState;

/**
 * Whether this process should get requests, decided from its state. An app that does not run makes
 * the server worse and not unready: it would take every other site with it.
 *
 * @param failing why no requests should come here
 * @param degraded what does not work while the rest does
 */
record Health(List<String> failing, List<String> degraded) {

  static Health of(ServerState state, boolean stopping, Instant now) {
    List<String> failing = new ArrayList<>();
    if (stopping) {
      failing.add("stopping");
    }
    if (state.revision() == 0) {
      failing.add("starting");
    }
    if (hasLocalTrouble(state)) {
      failing.add("certificates cannot be stored or read: see cert list");
    }
    state.certificates().stream()
        .filter(certificate -> !certificate.notAfter().isAfter(now))
        .forEach(c -> failing.add("certificate " + c.id() + " expired at " + c.notAfter()));
    List<String> degraded = new ArrayList<>();
    state.apps().forEach(app -> trouble(app).ifPresent(degraded::add));
    state.upstreams().forEach((name, upstream) -> degraded.addAll(trouble(name, upstream)));
    state.orders().forEach(report -> trouble(report).ifPresent(degraded::add));
    state.logs().places().stream()
        .filter(place -> place.failing())
        .forEach(place -> degraded.add("log " + place.name() + " cannot be written"));
    return new Health(failing, degraded);
  }

  /** Of one app alone; empty when there is no such app. */
  static Optional<Health> ofApp(ServerState state, String name) {
    return state.apps().stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .map(app -> new Health(trouble(app).map(List::of).orElse(List.of()), List.of()));
  }

  private static Optional<String> trouble(JobReport report) {
    List<String> said = new ArrayList<>();
    if (report.state().problem().isPresent()) {
      said.add(report.activity());
    }
    report
        .material()
        .filter(material -> report.warning().filter(CertWarning.EXPIRING::equals).isPresent())
        .ifPresent(material -> said.add("expires at " + material.notAfter()));
    return said.isEmpty()
        ? Optional.empty()
        : Optional.of("certificate " + report.spec().id() + " " + String.join(", ", said));
  }

  private static Optional<String> trouble(DeploymentState app) {
    boolean serves = app.instances() > 0 && app.health().condition() == AppHealth.Condition.RUNNING;
    return serves
        ? Optional.empty()
        : Optional.of(
            "app "
                + app.name()
                + " does not serve"
                + app.health().cause().map(cause -> ": " + firstLine(cause)).orElse(""));
  }

  private static List<String> trouble(String name, UpstreamState upstream) {
    boolean gone =
        upstream.targets().stream()
            .noneMatch(target -> target.condition() == UpstreamState.Condition.HEALTHY);
    return gone ? List.of("upstream " + name + " has no healthy target") : List.of();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Whether something on this machine keeps a certificate from being obtained. */
  static boolean hasLocalTrouble(ServerState state) {
    return state.orders().stream()
        .flatMap(report -> report.state().problem().stream())
        .anyMatch(problem -> problem.kind() == AcmeFailure.Kind.LOCAL);
  }

  boolean isReady() {
    return failing.isEmpty();
  }

  JsonObject json() {
    return new JsonObject()
        .put("status", isReady() ? degraded.isEmpty() ? "ready" : "degraded" : "not ready")
        .put("reasons", new JsonArray(failing))
        .put("degraded", new JsonArray(degraded));
  }
}
