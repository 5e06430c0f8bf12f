package site.deploy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import site.config.AppConfig;
import site.config.AppConfig.Threads;

/**
 * A deployment at one moment, for status, metrics and dashboard.
 *
 * @param revision the one that serves, or did last; 0 before there was one
 * @param digest the first six hex digits of its files' SHA-256
 * @param instances those that serve
 * @param inFlight requests given to the app and not yet answered
 * @param webSockets open ones
 * @param requests asked of the app since the server started
 * @param since when that revision was started
 * @param threads what its handlers really run on
 * @param canary the revision that is being tried beside it
 * @param health how it has been doing
 * @param events what the app has counted itself, by name
 */
public record DeploymentState(
    String name,
    int revision,
    String digest,
    int instances,
    int inFlight,
    int webSockets,
    long requests,
    Instant since,
    Threads threads,
    Optional<CanaryState> canary,
    AppHealth health,
    Map<String, Long> events) {

  /** Of an app that has not started yet. */
  static DeploymentState before(String name, AppConfig config) {
    return new DeploymentState(
        name,
        0,
        "-",
        0,
        0,
        0,
        0,
        Instant.now(),
        config.threads(),
        Optional.empty(),
        AppHealth.GOOD,
        Map.of());
  }

  DeploymentState with(AppHealth health, Map<String, Long> events) {
    return new DeploymentState(
        name,
        revision,
        digest,
        instances,
        inFlight,
        webSockets,
        requests,
        since,
        threads,
        canary,
        health,
        events);
  }
}
