package site.acme;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.net.ServerSSLOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import site.Await;
import site.config.AcmeConfig;
import site.config.ChallengeKind;
import site.config.HandshakeConfig;
import site.config.HandshakeConfig.Engine;
import site.config.HandshakeConfig.Preset;
import site.config.IssuanceConfig;
import site.config.KeyKind;
import site.config.TlsConfig;
import site.tls.HoldLimits;
import site.tls.TlsEngine;
import site.tls.TlsSeam;

/** A scheduler with its files, its answers to http-01 and a clock that can be put forward. */
final class Issuance implements AutoCloseable {
  /** With one event loop, so that whatever blocks it is noticed by all. */
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  private final TestClock clock = new TestClock();
  private final CertStore store;
  private final Scheduler scheduler;
  private final AcmeConfig config;
  private final TlsAlpnSolver tlsAlpn =
      new TlsAlpnSolver(hello -> CompletableFuture.completedStage(Optional.empty()));
  private final List<CertNews> news = new CopyOnWriteArrayList<>();

  Issuance(Path directory, int httpPort) throws Exception {
    this(directory, httpPort, Duration.ofSeconds(30));
  }

  Issuance(Path directory, int httpPort, Duration timeout) throws Exception {
    this(directory, httpPort, timeout, store -> store);
  }

  /** With a store that does something of its own. */
  Issuance(Path directory, int httpPort, Duration timeout, UnaryOperator<CertStore> around)
      throws Exception {
    this(directory, httpPort, timeout, around, List.of());
  }

  /** With another way to prove names, and none of the usual ones. */
  Issuance(Path directory, Solver solver) throws Exception {
    this(directory, 0, Duration.ofSeconds(30), store -> store, List.of(solver));
  }

  private Issuance(
      Path directory,
      int httpPort,
      Duration timeout,
      UnaryOperator<CertStore> around,
      List<Solver> more)
      throws Exception {
    this.store = around.apply(new FileCertStore(directory.resolve("tls"), clock));
    this.config =
        new AcmeConfig(
            Optional.empty(),
            AcmeConfig.Terms.ACCEPT,
            true,
            true,
            OptionalDouble.empty(),
            AcmeConfig.MappedPorts.NONE,
            Optional.empty(),
            Optional.empty(),
            timeout,
            AcmeConfig.Cluster.LOCK,
            false,
            Optional.empty());
    Http01Solver http01 = new Http01Solver(directory.resolve("tls"));
    if (httpPort > 0) {
      listen(http01, httpPort);
    }
    this.scheduler =
        new Scheduler(
            vertx,
            store,
            directory.resolve("tls"),
            Stream.concat(Stream.of(http01, tlsAlpn), more.stream()).toList(),
            config,
            clock,
            id -> {},
            news::add);
  }

  /** Answers to tls-alpn-01, too. */
  void listenTls(int port) throws Exception {
    TlsSeam seam = new TlsSeam(tlsAlpn, HoldLimits.DEFAULT);
    vertx
        .httpServerBuilder()
        .with(new HttpServerConfig().setHost("127.0.0.1").setPort(port))
        .with(new ServerSSLOptions().setKeyCertOptions(seam.keyCertOptions()))
        .with(seam.engineOptions(TlsEngine.JDK))
        .build()
        .requestHandler(request -> request.response().end())
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private void listen(Http01Solver http01, int port) throws Exception {
    vertx
        .createHttpServer()
        .requestHandler(
            request ->
                Http01Solver.token(request.path())
                    .flatMap(http01::answer)
                    .ifPresentOrElse(
                        answer -> request.response().end(answer),
                        () -> request.response().setStatusCode(404).end()))
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  Vertx vertx() {
    return vertx;
  }

  CertStore store() {
    return store;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Instant now() {
    return clock.instant();
  }

  void keep(CertSpec... specs) {
    Map<String, CertSpec> byId = new LinkedHashMap<>();
    Stream.of(specs).forEach(spec -> byId.put(spec.id(), spec));
    TlsConfig tls =
        new TlsConfig(
            TlsConfig.Mode.AUTO,
            new HandshakeConfig(Engine.AUTO, Preset.INTERMEDIATE, "TLSv1.2"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            TlsConfig.UnknownName.REFUSE,
            TlsConfig.Missing.PLACEHOLDER,
            new IssuanceConfig(
                List.of(), false, List.of(), Optional.empty(), Optional.empty(), List.of()),
            config,
            0.1,
            Optional.empty(),
            Optional.empty());
    blockingAwait(scheduler.keep(tls, new CertPolicy(byId)));
  }

  /** Lets time pass, and wakes whoever waits for it. */
  void pass(Duration time) {
    clock.ahead = clock.ahead.plus(time);
    scheduler.look();
  }

  /** Returns when the look that {@link #pass} asked for is over. */
  void awaitLook() {
    Promise<Void> after = Promise.promise();
    vertx.getOrCreateContext().runOnContext(v -> after.complete());
    blockingAwait(after.future());
  }

  /** The first report about a certificate that is so. */
  JobReport await(String id, Predicate<JobReport> condition) {
    return Await.first(() -> report(id).filter(condition), () -> report(id).toString());
  }

  JobReport awaitCertificate(String id) {
    return await(id, r -> r.material().isPresent() && r.state().pending().isEmpty());
  }

  /** Returns when the authority was asked about renewal, and nothing more is being done. */
  JobReport awaitWindow(String id) {
    return await(
        id, r -> r.state().outlook().window().isPresent() && r.activity().startsWith("waits"));
  }

  JobReport awaitGeneration(String id, int number) {
    return await(id, r -> r.material().filter(m -> m.generation() == number).isPresent());
  }

  JobReport awaitProblem(String id) {
    return await(id, r -> r.state().problem().isPresent() && r.activity().startsWith("waits"));
  }

  /** Lets time pass, but none while the authority is at work, until all have a certificate. */
  void passUntilIssued() {
    Await.until(
        () -> {
          if (scheduler.reports().stream().allMatch(r -> r.activity().startsWith("waits"))) {
            pass(Duration.ofMinutes(1));
          }
          return allAreIssued();
        },
        () -> scheduler.reports().toString());
  }

  /**
   * Lets time pass until all have a certificate.
   *
   * @param step at a look
   * @param patience of a real clock
   */
  void passUntilIssued(Duration step, Duration patience) {
    Await.first(
        patience,
        () -> {
          pass(step);
          return allAreIssued() ? Optional.of(true) : Optional.empty();
        },
        () -> scheduler.reports().toString());
  }

  private boolean allAreIssued() {
    return !scheduler.reports().isEmpty()
        && scheduler.reports().stream().allMatch(r -> r.material().isPresent());
  }

  /** What others were told, oldest first. */
  List<CertNews> news() {
    return news;
  }

  private Optional<JobReport> report(String id) {
    return scheduler.reports().stream().filter(r -> r.spec().id().equals(id)).findFirst();
  }

  static CertSpec spec(Authority authority, String... names) {
    return new CertSpec(
        names[0],
        List.of(names),
        KeyKind.P256,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(authority),
        List.of(ChallengeKind.HTTP_01));
  }

  /** For one name, with authorities in the order of use. */
  static CertSpec spec(Authority first, Authority second) {
    CertSpec alone = spec(first, WithPebble.NAME);
    return new CertSpec(
        alone.id(),
        alone.names(),
        alone.key(),
        alone.reuseKey(),
        alone.profile(),
        alone.preferredChain(),
        List.of(first, second),
        alone.challenges());
  }

  static Authority authority(URI directory, Pebble pebble) {
    return new Authority(
        "pebble", directory, Optional.of(pebble.serverRoot()), Optional.empty(), Optional.empty());
  }

  @Override
  public void close() {
    blockingAwait(scheduler.close());
    blockingAwait(vertx.close());
  }

  private static void blockingAwait(Future<Void> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class TestClock extends Clock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }
}
