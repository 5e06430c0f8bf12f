package site.revision;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.ActionConfig;
import site.config.AuthConfig;
import site.config.Config;
import site.config.GuardsConfig;
import site.config.LimitConfig;
import site.config.MaintenanceConfig;
import site.config.RouteConfig;
import site.http.Middleware;
import site.middleware.BasicAuth;
import site.middleware.BearerAuth;
import site.middleware.BodyLimit;
import site.middleware.Cors;
import site.middleware.CrossOrigin;
import site.middleware.ForwardAuth;
import site.middleware.Maintenance;
import site.middleware.OpenIdAuth;
import site.middleware.PasswordWorkers;
import site.middleware.RateLimit;
import site.middleware.Timeout;
import site.middleware.oidc.LoginFlow;
import site.middleware.oidc.SealingKeys;
import site.middleware.token.IssuerHttp;
import site.middleware.token.KeyRing;
import site.middleware.token.KeySource;

/** What requests have to pass, with what was counted and remembered: kept while it is equal. */
final class KeptGuards {
  /** To one authentication server, on one event loop. */
  private static final int MOST_CONNECTIONS = 64;

  private static final Logger LOG = LoggerFactory.getLogger("auth");
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Kept<LimitConfig, RateLimit> limits =
      new Kept<>(
          limit -> Future.succeededFuture(new RateLimit(limit, System::nanoTime)),
          limit -> Future.succeededFuture());

  private final Kept<AuthConfig, Middleware> doors =
      new Kept<>(auth -> Future.succeededFuture(door(auth)), auth -> Future.succeededFuture());

  private final PasswordWorkers passwords;

  /** Asks authentication servers, for all routes. */
  private final HttpClient asking;

  private final IssuerHttp issuers;
  private final Vertx vertx;
  private final SealingKeys sessions;
  private boolean sealing;
  private final Clock clock;

  KeptGuards(Vertx vertx, SealingKeys sessions, Clock clock) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.clock = clock;
    this.passwords = new PasswordWorkers(vertx);
    this.asking = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    this.issuers = new IssuerHttp(asking);
  }

  private Middleware maintenance(MaintenanceConfig config) {
    return new Maintenance(config, vertx.fileSystem(), System::nanoTime);
  }

  private Middleware door(AuthConfig auth) {
    if (auth.method() instanceof AuthConfig.Basic basic) {
      return new BasicAuth(basic, auth.userHeader(), passwords, System::nanoTime);
    }
    if (auth.method() instanceof AuthConfig.Jwt jwt) {
      return new BearerAuth(jwt, auth.userHeader(), keys(jwt.keys()), clock);
    }
    if (auth.method() instanceof AuthConfig.Oidc oidc) {
      LoginFlow flow = new LoginFlow(oidc, sessions, issuers, clock, System::nanoTime);
      return new OpenIdAuth(oidc, auth.userHeader(), flow);
    }
    return new ForwardAuth((AuthConfig.Forward) auth.method(), auth.userHeader(), asking);
  }

  private KeySource keys(AuthConfig.TokenKeys keys) {
    if (keys instanceof AuthConfig.FetchedKeys fetched) {
      return KeySource.fetched(() -> issuers.get(fetched.url()), System::nanoTime);
    }
    return KeySource.of(keysAtHand(keys));
  }

  /**
   * Keys that are in the configuration.
   *
   * @throws IllegalArgumentException when they make no sense
   */
  static KeyRing keysAtHand(AuthConfig.TokenKeys keys) {
    return keys instanceof AuthConfig.WrittenKeys written
        ? KeyRing.parse(written.text())
        : KeyRing.ofSecret(((AuthConfig.SharedSecret) keys).text());
  }

  /** Makes what is wanted and not there. */
  Future<Change> change(Config next) {
    return prepareSessions(all(next, GuardsConfig::auth))
        .compose(v -> limits.change(all(next, GuardsConfig::limit)))
        .compose(
            limit ->
                doors.change(all(next, GuardsConfig::auth)).map(door -> new Change(limit, door)));
  }

  /** Who has no logins has no file with their keys. */
  private Future<Void> prepareSessions(List<AuthConfig> doors) {
    if (doors.stream().noneMatch(door -> door.method() instanceof AuthConfig.Oidc)) {
      return Future.succeededFuture();
    }
    if (!sealing) {
      sealing = true;
      vertx.setPeriodic(HOUR, timer -> turnKeys());
    }
    return vertx.executeBlocking(this::blockingPrepare, false);
  }

  private void turnKeys() {
    vertx
        .executeBlocking(this::blockingPrepare, false)
        .onFailure(problem -> LOG.error("the keys of sessions: {}", problem.getMessage()));
  }

  private Void blockingPrepare() throws IOException {
    sessions.blockingPrepare();
    return null;
  }

  private static <T> List<T> all(Config config, Function<GuardsConfig, Optional<T>> part) {
    return config.sites().stream()
        .flatMap(site -> site.routes().stream())
        .flatMap(route -> part.apply(route.middleware().guards()).stream())
        .distinct()
        .toList();
  }

  /** The guards of the next revision. */
  final class Change implements Step {
    private final Kept<LimitConfig, RateLimit>.Change limits;
    private final Kept<AuthConfig, Middleware>.Change doors;

    private Change(
        Kept<LimitConfig, RateLimit>.Change limits, Kept<AuthConfig, Middleware>.Change doors) {
      this.limits = limits;
      this.doors = doors;
    }

    /** Those of one route, in the order a request passes them. */
    List<Middleware> middlewares(RouteConfig route) {
      GuardsConfig wanted = route.middleware().guards();
      List<Middleware> guards = new ArrayList<>();
      wanted.maintenance().map(KeptGuards.this::maintenance).ifPresent(guards::add);
      // Before the others, so that pages can read refusals, too.
      wanted.cors().map(Cors::new).ifPresent(guards::add);
      wanted.limit().map(limits::get).ifPresent(guards::add);
      wanted.csrf().map(csrf -> new CrossOrigin(csrf.origins())).ifPresent(guards::add);
      wanted.auth().map(doors::get).ifPresent(guards::add);
      wanted.bodyLimit().map(BodyLimit::new).ifPresent(guards::add);
      wanted.timeout().map(time -> new Timeout(time, lateness(route))).ifPresent(guards::add);
      return guards;
    }

    /** RFC 9110 15.6.5: whether it is somebody else who is late. */
    private static int lateness(RouteConfig route) {
      return route.action() instanceof ActionConfig.Proxy ? 504 : 503;
    }

    @Override
    public int added() {
      return limits.added() + doors.added();
    }

    @Override
    public Surplus commit() {
      return Surplus.of(List.of(limits.commit(), doors.commit()));
    }

    @Override
    public Future<Void> abort() {
      return limits.abort().transform(v -> doors.abort());
    }
  }
}
