package site.revision;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import site.cache.CacheStore;
import site.cache.Caches;
import site.compare.CompareAction;
import site.compare.Comparison;
import site.config.ActionConfig;
import site.config.CacheConfig;
import site.config.Config;
import site.config.LogConfig;
import site.config.Network;
import site.config.RouteConfig;
import site.config.SiteConfig;
import site.config.UpstreamConfig;
import site.database.DatabaseState;
import site.database.Databases;
import site.deploy.Deployment;
import site.deploy.Deployments;
import site.files.FilesAction;
import site.files.FilesFirst;
import site.http.Action;
import site.http.ClientAddress;
import site.http.Exchange;
import site.http.Middleware;
import site.http.coding.Encoders;
import site.log.AccessFormat;
import site.log.LineWriter;
import site.log.LineWriters;
import site.log.LogState;
import site.middleware.AccessLog;
import site.middleware.oidc.SealingKeys;
import site.proxy.ProxyAction;
import site.proxy.StickyIds;
import site.proxy.Upstream;
import site.respond.RedirectAction;
import site.respond.RespondAction;
import site.routing.Dispatcher;
import site.server.Listeners;
import site.server.OpenListener;
import site.server.Serving;

/**
 * Makes a configuration live beside the one that serves, keeping whatever has an equal record. The
 * order of the steps stands in {@link #provision}; swapping is not its job.
 */
public final class Provisioner {
  private final Vertx vertx;
  private final Certificates certificates;
  private final LineWriters lineWriters;
  private final KeptListeners listeners;
  private final Kept<LogConfig.Sink, Optional<LineWriter>> writers;
  private final Kept<UpstreamConfig, Upstream> upstreams;
  private final Kept<ActionConfig.Files, FilesAction> files;
  private final Kept<ActionConfig.Compare, Comparison> comparisons =
      new Kept<>(
          compare -> Future.succeededFuture(new Comparison(compare.scope(), System::nanoTime)),
          comparison -> Future.succeededFuture());
  private final KeptGuards guards;
  private final KeptClients clients;
  private final KeptCaches caches;
  private final AppDatabases appDatabases;
  private final KeptApps apps;
  private final Future<Encoders> loadedEncoders;

  /** The steps of a next revision and what will answer its requests. */
  record Provisioned(List<Step> steps, Serving serving) {}

  public Provisioner(
      Vertx vertx,
      Certificates certificates,
      Listeners listeners,
      Deployments deployments,
      Databases databases,
      Caches caches,
      LineWriters lineWriters,
      SealingKeys sessions,
      Clock clock) {
    this.vertx = vertx;
    this.certificates = certificates;
    this.lineWriters = lineWriters;
    this.listeners = new KeptListeners(listeners);
    this.writers =
        new Kept<>(
            sink -> vertx.executeBlocking(() -> LogSinks.blockingOpen(lineWriters, sink), false),
            Provisioner::close);
    StickyIds sticky = StickyIds.ofThisProcess();
    this.upstreams =
        new Kept<>(
            upstream -> Future.succeededFuture(new Upstream(vertx, upstream, sticky)),
            Upstream::close);
    this.files =
        new Kept<>(
            root -> Future.succeededFuture(new FilesAction(vertx, root)),
            action -> Future.succeededFuture());
    this.guards = new KeptGuards(vertx, sessions, clock);
    this.clients = new KeptClients(certificates.seam());
    this.caches = new KeptCaches(caches);
    this.appDatabases = new AppDatabases(databases);
    this.apps = new KeptApps(deployments);
    this.loadedEncoders = vertx.executeBlocking(Encoders::blockingLoad, false);
  }

  /** Fails with the first thing that cannot be had, and then nothing has changed. */
  Future<Provisioned> provision(Config next) {
    return new Attempt(next).run();
  }

  /** One attempt at a configuration: what was done so far, to be undone when it fails. */
  private final class Attempt {
    private final Config next;
    private final List<Step> done = new ArrayList<>();
    private Map<Path, String> pages;
    private Kept<LogConfig.Sink, Optional<LineWriter>>.Change logs;
    private Kept<UpstreamConfig, Upstream>.Change upstream;
    private Kept<ActionConfig.Files, FilesAction>.Change file;
    private Kept<ActionConfig.Compare, Comparison>.Change comparison;
    private KeptGuards.Change guard;
    private KeptClients.Change client;
    private KeptCaches.Change cache;
    private KeptApps.Change app;
    private Encoders encoders;

    Attempt(Config next) {
      this.next = next;
    }

    Future<Provisioned> run() {
      return vertx
          .executeBlocking(() -> SiteCompiler.blockingReadPages(next), false)
          .onSuccess(read -> pages = read)
          .compose(v -> step(certificates.prepare(next)))
          .compose(
              v ->
                  step(writers.change(List.of(next.log().access().to(), next.log().server().to()))))
          .onSuccess(change -> logs = change)
          .compose(v -> step(Future.succeededFuture(new LogStep(next, logs))))
          .compose(v -> step(upstreams.change(upstreamsOf(next))))
          .onSuccess(change -> upstream = change)
          .compose(v -> step(files.change(filesOf(next))))
          .onSuccess(change -> file = change)
          .compose(v -> step(comparisons.change(comparisonsOf(next))))
          .onSuccess(change -> comparison = change)
          .compose(v -> step(guards.change(next)))
          .onSuccess(change -> guard = change)
          .compose(v -> step(clients.change(next)))
          .onSuccess(change -> client = change)
          .compose(v -> step(caches.change(cachesOf(next))))
          .onSuccess(change -> cache = change)
          .compose(v -> appDatabases.change(next))
          .compose(all -> step(apps.change(all)))
          .onSuccess(change -> app = change)
          .compose(v -> step(listeners.change(listenersOf(next), next.shutdown().drain())))
          .compose(v -> loadedEncoders)
          .onSuccess(loaded -> encoders = loaded)
          .map(v -> new Provisioned(done, serving()))
          .recover(t -> undo().transform(v -> Future.failedFuture(t)));
    }

    private <S extends Step> Future<S> step(Future<S> step) {
      return step.onSuccess(done::add);
    }

    private Future<Void> undo() {
      Future<Void> undone = Future.succeededFuture();
      for (int i = done.size() - 1; i >= 0; i--) {
        Step step = done.get(i);
        undone = undone.transform(v -> step.abort());
      }
      return undone;
    }

    private Serving serving() {
      SiteCompiler compiler =
          new SiteCompiler(
              next,
              this::action,
              this::guards,
              cache::middleware,
              pages,
              certificates::isMissing,
              encoders);
      Action front = new CertificateGate(certificates, new Dispatcher(compiler.compile()));
      List<Network> trusted = next.trustedProxies();
      ClientAddress clients =
          new ClientAddress(address -> Network.anyContains(trusted, address), true);
      return new Serving(front, clients, accessLog());
    }

    private List<Middleware> guards(SiteConfig site, RouteConfig route) {
      return Stream.concat(client.of(site), guard.middlewares(route).stream()).toList();
    }

    private Consumer<Exchange> accessLog() {
      LogConfig.Access wanted = next.log().access();
      Optional<LineWriter> writer = logs.get(wanted.to());
      if (writer.isEmpty()) {
        return exchange -> {};
      }
      AccessFormat format = AccessFormat.compile(wanted.format(), ZoneId.systemDefault());
      return new AccessLog(format, writer.get(), wanted.sample())::handle;
    }

    private Action action(RouteConfig route) {
      return action(route, route.action());
    }

    private Action action(RouteConfig route, ActionConfig action) {
      if (action instanceof ActionConfig.FilesFirst config) {
        return new FilesFirst(action(route, config.files()), action(route, config.others()));
      }
      if (action instanceof ActionConfig.Files config) {
        FilesAction found = file.get(config);
        found.lookAgain();
        return found;
      }
      if (action instanceof ActionConfig.Proxy config) {
        return new ProxyAction(
            upstream.get(config.targets()), config, config.mirror().map(upstream::get));
      }
      if (action instanceof ActionConfig.App config) {
        return app.get(config.name()).action();
      }
      if (action instanceof ActionConfig.Compare config) {
        return new CompareAction(
            action(route, config.serve()), action(route, config.with()), comparison.get(config));
      }
      if (action instanceof ActionConfig.Redirect config) {
        return new RedirectAction(config, route.path());
      }
      return new RespondAction((ActionConfig.Respond) action);
    }
  }

  private static List<UpstreamConfig> upstreamsOf(Config config) {
    Stream<UpstreamConfig> inPlace =
        actionsOf(config)
            .filter(ActionConfig.Proxy.class::isInstance)
            .map(ActionConfig.Proxy.class::cast)
            .flatMap(proxy -> Stream.concat(Stream.of(proxy.targets()), proxy.mirror().stream()));
    return Stream.concat(config.upstreams().values().stream(), inPlace).distinct().toList();
  }

  private static List<ActionConfig.Files> filesOf(Config config) {
    return actionsOf(config)
        .filter(ActionConfig.Files.class::isInstance)
        .map(ActionConfig.Files.class::cast)
        .distinct()
        .toList();
  }

  private static List<CacheConfig> cachesOf(Config config) {
    return config.sites().stream()
        .map(SiteConfig::routes)
        .flatMap(List::stream)
        .flatMap(route -> route.middleware().cache().stream())
        .distinct()
        .toList();
  }

  private static List<ActionConfig.Compare> comparisonsOf(Config config) {
    return config.sites().stream()
        .map(SiteConfig::routes)
        .flatMap(List::stream)
        .map(RouteConfig::action)
        .filter(ActionConfig.Compare.class::isInstance)
        .map(ActionConfig.Compare.class::cast)
        .distinct()
        .toList();
  }

  private static Stream<ActionConfig> actionsOf(Config config) {
    return config.sites().stream()
        .map(SiteConfig::routes)
        .flatMap(List::stream)
        .flatMap(route -> route.action().parts());
  }

  private static List<Listeners.Spec> listenersOf(Config config) {
    return config.listeners().stream()
        .map(listener -> new Listeners.Spec(listener, config.limits(), config.tls().handshake()))
        .toList();
  }

  private static Future<Void> close(Optional<LineWriter> writer) {
    writer.ifPresent(LineWriter::close);
    return Future.succeededFuture();
  }

  Collection<OpenListener> openListeners() {
    return listeners.live();
  }

  Collection<Deployment> deployments() {
    return apps.live();
  }

  Optional<Deployment> deployment(String name) {
    return apps.find(name);
  }

  Map<UpstreamConfig, Upstream> upstreams() {
    return upstreams.live();
  }

  Collection<Comparison> comparisons() {
    return comparisons.live().values();
  }

  Collection<CacheStore> caches() {
    return caches.live();
  }

  Optional<DatabaseState> database() {
    return appDatabases.state();
  }

  LogState logs() {
    return lineWriters.state();
  }

  Certificates certificates() {
    return certificates;
  }

  /**
   * The end: sockets stop accepting first; then requests under way finish, and apps tell their
   * WebSockets to go; what stood behind them is closed last.
   */
  Future<Void> close(Duration drain) {
    Future<Void> sockets = listeners.close(drain);
    Future<Void> running = apps.closeAll();
    return Future.join(sockets, running, certificates.close())
        .transform(v -> appDatabases.close())
        .transform(v -> upstreams.closeAll())
        .transform(v -> caches.close());
  }
}
