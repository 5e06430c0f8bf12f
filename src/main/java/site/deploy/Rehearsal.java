package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Replays recent requests against a new revision. Where it fails, the old one is asked the very
 * same thing, without the client's credentials, too: what fails there as well is no difference.
 */
final class Rehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So many differences are enough to know. */
  private static final int MOST = 10;

  private final AppRevision next;
  private final AppRevision live;
  private final ContextInternal server;
  private final List<Duration> before = new ArrayList<>();
  private final List<Duration> now = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();

  private record Difference(Question question, Reply old, Reply fresh) {
    String text() {
      String reason = fresh.reason().isEmpty() ? "" : ", " + fresh.reason();
      return question.shown() + ": " + old.outcome() + " -> " + fresh.outcome() + reason;
    }
  }

  Rehearsal(AppRevision next, AppRevision live, ContextInternal server) {
    this.next = next;
    this.live = live;
    this.server = server;
  }

  /**
   * Replays them one after the other.
   *
   * @return what to tell the operator when it went well; fails with {@link DeploymentFailure} and
   *     the differences
   */
  Future<String> replay(List<Recorded> recent) {
    Future<Void> played = Future.succeededFuture();
    for (Recorded recorded : recent) {
      played = played.compose(v -> replay(recorded));
    }
    return played.compose(v -> differences.isEmpty() ? passed() : refused());
  }

  private Future<Void> replay(Recorded recorded) {
    if (differences.size() == MOST) {
      return Future.succeededFuture();
    }
    return Probe.ask(next, recorded.question(), PATIENCE, server)
        .compose(
            fresh -> {
              before.add(recorded.time());
              now.add(fresh.time());
              return fresh.isFault() ? compare(recorded, fresh) : Future.succeededFuture();
            });
  }

  private Future<Void> compare(Recorded recorded, Reply fresh) {
    return Probe.ask(live, recorded.question(), PATIENCE, server)
        .map(
            old -> {
              if (old.isGood()) {
                differences.add(new Difference(recorded.question(), old, fresh));
              }
              return null;
            });
  }

  private Future<String> passed() {
    return Future.succeededFuture("; rehearsed " + now.size() + " requests" + times());
  }

  private Future<String> refused() {
    StringBuilder text = new StringBuilder("the rehearsal of revision ");
    text.append(next.number()).append(" failed");
    differences.forEach(difference -> text.append("\n  ").append(difference.text()));
    text.append("\n  ").append(now.size()).append(" requests").append(times());
    return Future.failedFuture(new DeploymentFailure(next.name(), text.toString()));
  }

  private String times() {
    return now.isEmpty()
        ? ""
        : ", answered in %s -> %s (median), %s -> %s (slowest)"
            .formatted(middle(before), middle(now), slowest(before), slowest(now));
  }

  private static String middle(List<Duration> times) {
    return text(times.stream().sorted().toList().get(times.size() / 2));
  }

  private static String slowest(List<Duration> times) {
    return text(Collections.max(times));
  }

  private static String text(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
