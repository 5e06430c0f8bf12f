package site.proxy;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the targets one request is sent to: none twice while another is left, none that has no room
 * for it. Who of those that remain gets it, the {@link Balancer} decides.
 */
final class Selection {
  private final Upstream upstream;
  private final OptionalLong key;
  private final Optional<String> stickyId;
  private final Announcement announcement;
  private final Set<Target> tried = new HashSet<>();
  private Target latest;

  /**
   * Has tried none yet.
   *
   * @param key what the policy looks at in the request, if it does
   * @param stickyId the name of the target the client was given before
   * @param announcement what the targets are told about the client
   */
  Selection(
      Upstream upstream, OptionalLong key, Optional<String> stickyId, Announcement announcement) {
    this.upstream = upstream;
    this.key = key;
    this.stickyId = stickyId;
    this.announcement = announcement;
  }

  /**
   * A connection to the target whose turn it is or, while none can be had, to the next ones.
   *
   * @return fails with an {@link site.http.HttpFailure} when no target can be reached
   */
  Future<Connection> connect(Reuse reuse) {
    return take().compose(target -> connect(target, reuse));
  }

  private Future<Connection> connect(Target target, Reuse reuse) {
    return upstream
        .acquire(target, reuse, announcement)
        .recover(cause -> movesOn() ? connect(reuse) : Future.failedFuture(cause));
  }

  /** Nothing was sent, so the next one may be tried, whatever was asked. */
  private boolean movesOn() {
    return upstream.retry().on().contains("connect") && isAnyLeft();
  }

  /** A new connection to the target that was asked just now or, if it is gone, to the next ones. */
  Future<Connection> connectAgain() {
    return latest.tryBegin(System.nanoTime()) ? connect(latest, Reuse.NONE) : connect(Reuse.NONE);
  }

  /** The name of its target the client does not know yet. */
  Optional<String> newStickyId() {
    return upstream.stickyId(latest).filter(id -> !stickyId.equals(Optional.of(id)));
  }

  /** Whether the request can be sent once more; with nobody left, to those who had it. */
  boolean isAnyLeftOrAgain() {
    if (!isAnyLeft() && upstream.retry().insists()) {
      tried.clear();
    }
    return isAnyLeft();
  }

  private boolean isAnyLeft() {
    return !upstream.isClosed() && !wanted(System.nanoTime()).isEmpty();
  }

  private Future<Target> take() {
    Optional<Target> chosen = choose();
    if (chosen.isPresent()) {
      return Future.succeededFuture(chosen.get());
    }
    return wanted(System.nanoTime()).isEmpty()
        ? Future.failedFuture(Reasons.noHealthyTarget(upstream.targets()))
        : upstream.await(this::choose);
  }

  private Optional<Target> choose() {
    long now = System.nanoTime();
    List<Target> free = free(now);
    while (!free.isEmpty()) {
      Target chosen = upstream.choose(free, key, now);
      if (chosen.tryBegin(now)) {
        tried.add(chosen);
        latest = chosen;
        return Optional.of(chosen);
      }
      free = free(now);
    }
    return Optional.empty();
  }

  private List<Target> free(long now) {
    return with(wanted(now), target -> target.isFree(now));
  }

  /** The one the client keeps, else those of first rank, else those kept for emergencies. */
  private List<Target> wanted(long now) {
    List<Target> left =
        with(upstream.targets(), target -> !tried.contains(target) && target.isAvailable(now));
    List<Target> kept = stickyId.isEmpty() ? List.of() : with(left, this::isKept);
    if (!kept.isEmpty()) {
      return kept.subList(0, 1);
    }
    int rank = left.stream().mapToInt(Target::rank).min().orElse(0);
    return with(left, target -> target.rank() == rank);
  }

  private boolean isKept(Target target) {
    return stickyId.equals(upstream.stickyId(target));
  }

  private static List<Target> with(List<Target> targets, Predicate<Target> test) {
    List<Target> found = new ArrayList<>(targets.size()); // no stream: every request comes by
    for (Target target : targets) {
      if (test.test(target)) {
        found.add(target);
      }
    }
    return found;
  }
}
