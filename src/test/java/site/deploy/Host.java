package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import site.config.AppConfig;
import site.config.AppConfig.Threads;
import site.config.RolloutConfig;
import site.config.SupervisionConfig;
import site.config.SupervisionConfig.Limits;
import site.config.SupervisionConfig.Recycle;
import site.config.SupervisionConfig.Restart;
import site.http.Action;
import site.http.Authority;
import site.http.Client;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.RequestPath;

/** A real server on a free port with as much of a site around an app as the app can notice. */
final class Host implements AutoCloseable {
  static final SupervisionConfig SUPERVISION =
      new SupervisionConfig(
          new Restart(List.of(Duration.ofMillis(10)), 5),
          Optional.empty(),
          new Recycle(Optional.empty(), Optional.empty()),
          new Limits(Optional.empty(), 100, Duration.ofSeconds(30)));

  private final Vertx vertx = Vertx.vertx();
  private final Deployments deployments;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Action> mounts = new ConcurrentHashMap<>();
  private final List<Deployment> deployed = new CopyOnWriteArrayList<>();
  private volatile Client seenAs;
  private volatile Consumer<Exchange> onExchange = exchange -> {};

  Host(Path home) {
    this(home, Developer.NOBODY, LeakCheck.Times.USUAL);
  }

  Host(Path home, Developer developer) {
    this(home, developer, LeakCheck.Times.USUAL);
  }

  Host(Path home, LeakCheck.Times times) {
    this(home, Developer.NOBODY, times);
  }

  private Host(Path home, Developer developer, LeakCheck.Times times) {
    deployments = new Deployments(vertx, home.resolve("data"), developer, times);
    server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::handle)
                .listen());
  }

  static AppConfig config(Path from) {
    return config(from, 1, Threads.EVENT_LOOP, Map.of());
  }

  static AppConfig config(Path from, int instances, Threads threads, Map<String, Object> config) {
    return new AppConfig(
        from,
        Optional.empty(),
        instances,
        threads,
        config,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        RolloutConfig.NONE,
        false,
        SUPERVISION);
  }

  /** The same app under another supervision. */
  static AppConfig with(AppConfig config, SupervisionConfig supervision) {
    return new AppConfig(
        config.from(),
        config.main(),
        config.instances(),
        config.threads(),
        config.config(),
        config.startTimeout(),
        config.drain(),
        config.rollout(),
        config.watch(),
        supervision);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks again and again until it is so, for half a minute at most. */
  static void until(BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen within 30 s");
      }
      LockSupport.parkNanos(1_000_000); // two cores are shared with what is waited for
    }
  }

  /** Deploys and mounts at the root. */
  Deployment deploy(AppConfig config) {
    return deploy("app", "", config);
  }

  Deployment deploy(String name, String mount, AppConfig config) {
    return mount(mount, await(deployments.deploy(name, config)));
  }

  Deployment mount(String mount, Deployment deployment) {
    mounts.put(mount, deployment.action());
    deployed.add(deployment);
    return deployment;
  }

  /** Asks without waiting for the answer. */
  CompletableFuture<HttpResponse<String>> ask(String path) {
    return client.sendAsync(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  Deployments deployments() {
    return deployments;
  }

  Vertx vertx() {
    return vertx;
  }

  int port() {
    return server.actualPort();
  }

  /** From now on clients are taken for this one, as behind a trusted proxy. */
  void seeClientsAs(Client client) {
    seenAs = client;
  }

  void onExchange(Consumer<Exchange> observer) {
    onExchange = observer;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpClient client() {
    return client;
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpRequest built = request.timeout(Duration.ofSeconds(30)).build();
    return client.send(built, BodyHandlers.ofString());
  }

  private void handle(HttpServerRequest request) {
    request.pause();
    Exchange exchange = exchange(request);
    request.response().endHandler(v -> exchange.end(false));
    request.response().closeHandler(v -> exchange.end(true));
    onExchange.accept(exchange);
    String mount =
        mounts.keySet().stream()
            .filter(prefix -> request.path().startsWith(prefix))
            .reduce((a, b) -> a.length() > b.length() ? a : b)
            .orElseThrow();
    exchange.see(exchange.path().below(mount), mount);
    mounts.get(mount).handle(exchange).onFailure(failure -> fail(exchange, failure));
  }

  private Exchange exchange(HttpServerRequest request) {
    RequestPath path = new RequestPath(request.path(), request.path());
    Client peer =
        new Client(InetAddress.getLoopbackAddress(), request.remoteAddress().port(), false, false);
    return new Exchange(
        request,
        "id",
        seenAs == null ? peer : seenAs,
        new Authority(request.authority().host(), request.authority().port()),
        path,
        request.query(),
        Instant.now());
  }

  private static void fail(Exchange exchange, Throwable failure) {
    if (exchange.response().headWritten()) {
      exchange.response().reset();
      return;
    }
    if (failure instanceof HttpFailure outcome) {
      outcome.headers().forEach(exchange.response()::putHeader);
    }
    int status = failure instanceof HttpFailure outcome ? outcome.status() : 500;
    exchange.response().setStatusCode(status).end(failure.getMessage());
  }

  @Override
  public void close() {
    deployed.forEach(deployment -> await(deployment.retire()));
    await(vertx.close());
  }
}
