package site.revision;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import site.config.Config;
import site.config.GuardsConfig;
import site.config.LimitConfig;
import site.http.Middleware;
import site.middleware.RateLimit;

/** What requests have to pass, with what was counted and remembered: kept while it is equal. */
final class KeptGuards {
  private final Kept<LimitConfig, RateLimit> limits =
      new Kept<>(
          limit -> Future.succeededFuture(new RateLimit(limit, System::nanoTime)),
          limit -> Future.succeededFuture());

  /** Makes what is wanted and not there. */
  Future<Change> change(Config next) {
    return limits.change(all(next, GuardsConfig::limit)).map(Change::new);
  }

  private static <T> List<T> all(Config config, Function<GuardsConfig, Optional<T>> part) {
    return config.sites().stream()
        .flatMap(site -> site.routes().stream())
        .flatMap(route -> part.apply(route.middleware().guards()).stream())
        .distinct()
        .toList();
  }

  /** The guards of the next revision. */
  static final class Change implements Step {
    private final Kept<LimitConfig, RateLimit>.Change limits;

    private Change(Kept<LimitConfig, RateLimit>.Change limits) {
      this.limits = limits;
    }

    /** Those of one route, in the order a request passes them. */
    List<Middleware> middlewares(GuardsConfig wanted) {
      List<Middleware> guards = new ArrayList<>();
      wanted.limit().map(limits::get).ifPresent(guards::add);
      return guards;
    }

    @Override
    public int added() {
      return limits.added();
    }

    @Override
    public Surplus commit() {
      return limits.commit();
    }

    @Override
    public Future<Void> abort() {
      return limits.abort();
    }
  }
}
