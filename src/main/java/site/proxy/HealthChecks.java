package site.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import site.config.HealthConfig.Check;

/** Asks every target of an upstream how it is, all on one event loop and none with the others. */
final class HealthChecks {
  private final Check check;
  private final Supplier<LoopPools> pools;
  private final Announcement announcement;
  private final ContextInternal context;
  private final Map<Target, HealthCheck> running = new HashMap<>();

  /**
   * Asks nobody yet.
   *
   * @param pools those of the event loop it is asked on
   * @param announcement what targets are told about whoever asks
   */
  HealthChecks(Vertx vertx, Check check, Supplier<LoopPools> pools, Announcement announcement) {
    this.check = check;
    this.pools = pools;
    this.announcement = announcement;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Asks these from now on, and no others. */
  void watch(List<Target> targets) {
    context.runOnContext(
        v -> {
          running.entrySet().removeIf(one -> stopUnless(targets.contains(one.getKey()), one));
          targets.forEach(target -> running.computeIfAbsent(target, this::begin));
        });
  }

  void close() {
    watch(List.of());
  }

  private HealthCheck begin(Target target) {
    HealthCheck fresh = new HealthCheck(context, target, check, pools.get(), announcement);
    fresh.ask();
    return fresh;
  }

  private static boolean stopUnless(boolean wanted, Map.Entry<Target, HealthCheck> one) {
    if (!wanted) {
      one.getValue().stop();
    }
    return !wanted;
  }
}
