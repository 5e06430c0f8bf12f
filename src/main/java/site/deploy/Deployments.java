package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import site.config.AppConfig;

/**
 * Makes apps of files. How it works:
 *
 * <p><b>A revision is a copy.</b> The app's jar or folder is copied to {@code
 * data/apps/<name>/<revision>/}, as whoever deploys next overwrites the original, and the JVM goes
 * on reading classes from it for as long as the app runs. {@link RevisionStore}, {@link AppFiles}.
 * An app in plain Java is compiled into its copy. {@link SourceFolder}.
 *
 * <p><b>Whoever spoke last is right.</b> Which revision serves, and which did before, is written
 * down in {@code live.json} beside the copies before it serves; {@link LiveRecord} settles what
 * that means when the configured files are others. {@link Candidates} starts what is to serve next,
 * from the configured files, from others, or from copies that served before.
 *
 * <p><b>It lives alone.</b> An {@link AppClassLoader} shows it its own classes and Vert.x', nothing
 * of ours. Its {@linkplain PrivateVertx Vert.x is private}: an app that blocks blocks its own event
 * loops, and when that Vert.x is closed threads, timers, consumers and clients go with it, and with
 * them what would keep the classes alive. {@link VerticleFinder} finds the class to start with
 * without running any of them.
 *
 * <p><b>Its server is caught.</b> {@link AppVertx}, which the verticle holds as {@code vertx},
 * returns an {@link AppServer} where the app asks for an HTTP server. {@code listen} opens no
 * socket; it adds an {@link Instance} to the {@link AppRevision}.
 *
 * <p><b>Requests hop.</b> {@link AppAction} enters the live revision and makes a {@link HandOver}:
 * the exchange stays on the event loop of its connection, and the app's handler is called on the
 * app's context with an {@link AppRequest}, which is Vert.x' own request object over a stream of
 * ours, {@link AppStream}. Head, body and end of an ordinary response come back in one hop. Nothing
 * is serialised, back-pressure passes through, and the client's end of the exchange ends it
 * whatever the app does. WebSockets hop frame by frame: {@link AppWebSocket}.
 *
 * <p><b>Gates before clients.</b> A revision that has started must answer its {@link ReadyGate} and
 * pass the {@link Rehearsal}. Both ask it from inside with a {@link Probe}: a real exchange, handed
 * over as all are, whose stream leads nowhere.
 *
 * <p><b>Build new, start new, swap, drain old, stop old.</b> {@link Starter} builds and starts; a
 * failure until then leaves the {@link Deployment} as it was. The swap is one reference. Who has
 * {@linkplain InFlight entered} the old revision stays to the end or to the drain time; who comes
 * when it was just retired is sent to the new one. With {@code watch} that happens by itself when
 * the files change: {@link AppWatch}.
 */
public final class Deployments {
  private final Vertx server;
  private final Path data;
  private final Developer developer;
  private final AppPlatform platform = new AppPlatform();
  private final ScheduledExecutorService clock = clock();
  private final LeakCheck leaks;

  /** One for each app that ever ran: an app that comes back may meet its drained former self. */
  private final Map<String, RevisionStore> stores = new ConcurrentHashMap<>();

  /**
   * Deploys into this process.
   *
   * @param server the Vert.x whose event loops the exchanges live on
   * @param data the server's data folder; copies go to {@code apps/<name>/<revision>} in it
   */
  public Deployments(Vertx server, Path data) {
    this(server, data, Developer.NOBODY);
  }

  /** As before, for somebody who works on the apps. */
  public Deployments(Vertx server, Path data, Developer developer) {
    this(server, data, developer, LeakCheck.Times.USUAL);
  }

  Deployments(Vertx server, Path data, Developer developer, LeakCheck.Times times) {
    this.server = server;
    this.data = data;
    this.developer = developer;
    this.leaks = new LeakCheck(clock, times);
  }

  /**
   * Whether there is something to start in an app's files, found without running any of it.
   *
   * @throws DeploymentFailure with a sentence
   */
  public static void blockingCheck(String name, AppConfig config) throws IOException {
    Path from = config.from();
    if (SourceFolder.isAt(from)) {
      blockingCheckSources(name, config);
      return;
    }
    List<Path> own = Files.isDirectory(from) ? new AppFiles(from, 0, "").own() : List.of(from);
    new VerticleFinder(name, from, own).blockingFind(config.main());
  }

  private static void blockingCheckSources(String name, AppConfig config) throws IOException {
    Path built = Files.createTempDirectory("site-check");
    try {
      new SourceFolder(name, new AppPlatform()::blockingCompiler)
          .blockingBuild(config.from(), built);
      List<Path> own = new AppFiles(built, 0, "").own();
      new VerticleFinder(name, config.from(), own).blockingFind(config.main());
    } finally {
      RevisionStore.delete(built);
    }
  }

  /**
   * Starts an app; where its configured files do not start, the revision that served last does.
   *
   * @param name as under {@code apps:} in the configuration
   * @return done when it serves; fails with {@link DeploymentFailure}
   */
  public Future<Deployment> deploy(String name, AppConfig config) {
    Deployment deployment = deployment(name, config);
    return begun(deployment, deployment.begin(config), config);
  }

  /**
   * Starts an app, and tries again when it does not start.
   *
   * @return done with the first attempt, however it ended; never fails
   */
  public Future<Deployment> keepStarting(String name, AppConfig config) {
    Deployment deployment = deployment(name, config);
    return begun(deployment, deployment.begin(config), config)
        .recover(failure -> begun(deployment, deployment.keepTrying(config, failure), config));
  }

  private Future<Deployment> begun(Deployment deployment, Future<?> begun, AppConfig config) {
    return begun
        .<Void>mapEmpty()
        .recover(failure -> repaired(deployment, failure))
        .compose(v -> deployment.follow(config))
        .map(deployment);
  }

  private Future<Void> repaired(Deployment deployment, Throwable failure) {
    return developer
        .neverStarted(deployment.state().name(), failure)
        .onSuccess(v -> deployment.awaitRepair());
  }

  private Deployment deployment(String name, AppConfig config) {
    RevisionStore store = stores.computeIfAbsent(name, this::store);
    Starter starter = new Starter(server, name, store, clock, leaks);
    ContextInternal context = ((VertxInternal) server).createEventLoopContext();
    Deployment deployment = new Deployment(name, config, starter, store, context, clock, developer);
    deployment.watch(new AppWatch(server, name, deployment, developer, store));
    return deployment;
  }

  private RevisionStore store(String name) {
    SourceFolder sources = new SourceFolder(name, platform::blockingCompiler);
    return new RevisionStore(data.resolve("apps").resolve(name), sources);
  }

  /** One thread that looks after all apps; it ends when there are none. */
  private static ScheduledExecutorService clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "apps");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(10, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    return clock;
  }
}
