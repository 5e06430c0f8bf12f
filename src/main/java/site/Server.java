package site;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.transport.Transport;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.admin.AdminPages;
import site.admin.AdminSocket;
import site.admin.HomeLock;
import site.admin.PidFile;
import site.cache.Caches;
import site.cli.Configuration;
import site.cli.ExitCode;
import site.cli.Launch;
import site.config.Config;
import site.config.HandshakeConfig;
import site.config.Home;
import site.config.ListenerConfig;
import site.config.ListenerConfig.Protocol;
import site.database.Databases;
import site.database.Programs;
import site.deploy.Deployments;
import site.deploy.Developer;
import site.http.Failures;
import site.http.Front;
import site.log.LineWriters;
import site.middleware.oidc.SealingKeys;
import site.proxy.PrefacedTransport;
import site.revision.Certificates;
import site.revision.ConfigTests;
import site.revision.LogSinks;
import site.revision.Provisioner;
import site.revision.Revisions;
import site.server.EntryPoint;
import site.server.GatedTransport;
import site.server.InheritedSockets;
import site.server.Listeners;
import site.tls.QuicContexts;
import site.tls.TlsEngine;

/** The running server: its object graph, built in reading order, its beginning and its end. */
final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration LOG_FLUSH = Duration.ofSeconds(2);

  /** Whether Netty tells flight recordings of its buffers, which costs a tenth of a start. */
  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  private static final int LOOPS = Runtime.getRuntime().availableProcessors();

  private final PrintStream out;
  private final Configuration configuration;
  private final Config config;
  private final LineWriters writers;
  private final Vertx vertx;
  private final Certificates certificates;
  private final Revisions revisions;
  private final AdminSocket admin;
  private final AdminPages pages;
  private final PidFile pidFile;
  private final Optional<Development> development;
  private AdminSocket.Open openAdmin;
  private AdminPages.Open openPages;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Opens nothing yet; the Vert.x is the server's from here on. */
  Server(
      PrintStream out,
      Launch launch,
      Home home,
      Config config,
      Vertx vertx,
      InheritedSockets inherited) {
    Clock clock = Clock.systemUTC();
    this.out = out;
    this.configuration = launch.configuration();
    this.config = config;
    this.development = launch.forDevelopment() ? Optional.of(new Development()) : Optional.empty();
    this.writers = new LineWriters(System.err);
    this.vertx = vertx;
    Front front = development.map(Development::front).orElse(Front.OPEN);
    EntryPoint entryPoint = new EntryPoint(new Failures(), clock, front);
    this.certificates = new Certificates(vertx, home, config, clock);
    Provisioner provisioner =
        new Provisioner(
            vertx,
            certificates,
            new Listeners(vertx, entryPoint, certificates.seam(), inherited, LOOPS),
            new Deployments(
                vertx,
                home.data(),
                development.<Developer>map(present -> present).orElse(Developer.NOBODY)),
            new Databases(vertx, home.data(), Programs.ofThisProcess()),
            new Caches(vertx, home.data().resolve("cache"), clock),
            writers,
            new SealingKeys(home.data().resolve("oidc").resolve("session.keys"), clock),
            clock);
    this.revisions = new Revisions(vertx, provisioner, entryPoint, this::blockingReadAgain, clock);
    this.admin = new AdminSocket(vertx, revisions, certificates.desk(), this::stop);
    this.pages = new AdminPages(vertx, revisions::state, stopping::get, clock);
    this.pidFile = new PidFile(home.run());
  }

  private Config blockingReadAgain() {
    Config next = configuration.blockingRead().config();
    if (!next.admin().equals(config.admin())) {
      throw new IllegalStateException("admin: cannot change while the server runs");
    }
    List<String> failures = ConfigTests.blockingFailures(next);
    if (!failures.isEmpty()) {
      throw new IllegalStateException(String.join("\n", failures));
    }
    development.ifPresent(present -> present.watchFiles(next));
    return next;
  }

  static Vertx vertx(InheritedSockets inherited) {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(LOOPS)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    Transport best = inherited.isEmpty() ? transport() : inherited.transport();
    Transport gated =
        new TransportInternal(
            best.name(),
            true,
            null,
            new PrefacedTransport(new GatedTransport(best.implementation())));
    return Vertx.builder().with(options).withTransport(gated).build();
  }

  private static Transport transport() {
    Transport ofThePlatform = Transport.nativeTransport();
    return ofThePlatform != null && ofThePlatform.available() ? ofThePlatform : Transport.NIO;
  }

  /** Serves until a signal or the command line ends it. */
  static int blockingServe(Launch launch) {
    InheritedSockets inherited = InheritedSockets.ofThisProcess();
    CompletableFuture<Vertx> vertx = vertxBesides(inherited);
    Configuration.Read read = launch.configuration().blockingRead();
    read.warnings().forEach(System.err::println);
    Home home = Home.of(launch.home().directory(), System::getenv);
    HomeLock lock = HomeLock.blockingTake(home.data(), read.config().admin().socket());
    try {
      Server server = new Server(System.out, launch, home, read.config(), vertx.join(), inherited);
      server.listenToSignals();
      server.blockingBegin();
      server.blockingAwaitStop();
      server.blockingEnd();
      return ExitCode.DONE;
    } finally {
      lock.close();
    }
  }

  /**
   * Vert.x and the configuration take about as long, and need each other only afterwards. Where the
   * configuration cannot be used, the process ends and nothing was opened.
   */
  private static CompletableFuture<Vertx> vertxBesides(InheritedSockets inherited) {
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
    return CompletableFuture.supplyAsync(
        () -> vertx(inherited), task -> new Thread(task, "start").start());
  }

  /** Serves when it returns; when it throws, nothing is left open. */
  void blockingBegin() {
    try {
      LogSinks.blockingInstall(writers, config.log().server());
      if (config.admin().address().isPresent()) {
        openPages = await(pages.listen(config.admin().address().get()));
      }
      await(revisions.start(config));
      openAdmin = await(admin.listen(config.admin().socket()));
    } catch (IllegalStateException e) {
      blockingEnd();
      throw e;
    }
    pidFile.blockingWrite();
    certificates.start();
    development.ifPresent(this::blockingWatch);
    announce();
  }

  private void blockingWatch(Development present) {
    present.watchFiles(config);
    configuration.file().ifPresent(file -> present.watchConfiguration(file, revisions::reload));
  }

  Revisions revisions() {
    return revisions;
  }

  /** Where the admin pages are, with the port the system chose. */
  Optional<String> adminUrl() {
    return Optional.ofNullable(openPages).map(AdminPages.Open::url);
  }

  private void listenToSignals() {
    Signals.on("TERM", this::stop);
    Signals.on("INT", this::stopOrHalt);
    Signals.on("HUP", revisions::reload);
    Signals.on("USR1", writers::reopen);
  }

  /** The second interrupt does not wait for anybody. */
  private void stopOrHalt() {
    if (stopping.get()) {
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
    stop();
  }

  private void stop() {
    stopping.set(true);
    stopped.countDown();
  }

  private void announce() {
    long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    if (transport() == Transport.NIO) {
      LOG.info("native transport is not available on this platform, using Java's own");
    }
    if (usesBestEngine()) {
      TlsEngine.boringSslProblem()
          .ifPresent(problem -> LOG.info("TLS by Java's own engine; BoringSSL: {}", problem));
    }
    if (config.listeners().stream().anyMatch(l -> l.protocols().contains(Protocol.H3))) {
      QuicContexts.problem().ifPresent(problem -> LOG.info("no HTTP/3: {}", problem));
    }
    out.println("site.jar serves " + configuration.name());
    revisions.state().listeners().forEach(address -> out.println("  " + address));
    adminUrl().ifPresent(url -> out.println("  " + url + " (admin)"));
    out.println("ready in " + millis + " ms");
    out.flush();
  }

  private boolean usesBestEngine() {
    return config.tls().handshake().engine() == HandshakeConfig.Engine.AUTO
        && config.listeners().stream().anyMatch(ListenerConfig::tls);
  }

  private void blockingAwaitStop() {
    try {
      stopped.await();
      Thread.sleep(config.shutdown().delay().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void blockingEnd() {
    stopping.set(true);
    if (openAdmin != null) {
      await(openAdmin.close());
    }
    development.ifPresent(Development::close);
    await(revisions.stop());
    if (openPages != null) {
      await(openPages.close());
    }
    // not composed: a future of this Vert.x cannot tell of its own end
    await(vertx.close());
    pidFile.blockingRemove();
    LOG.info("stopped");
    writers.closeBlocking(LOG_FLUSH);
  }

  /** Waits on the main thread, which no event loop knows. */
  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
