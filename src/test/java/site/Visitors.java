package site;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Visitors of a site over TLS, all at once, for as long as they are wanted: some come anew each
 * time, one keeps its connection, one downloads without end, one talks over a WebSocket.
 */
final class Visitors implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(20);
  private static final int NEWCOMERS = 2;

  private final ExecutorService pace = Executors.newFixedThreadPool(NEWCOMERS + 1);
  private final Vertx vertx;
  private final String host;
  private final int port;

  // Vert.x closes clients that nobody refers to any more.
  private final HttpClient staying;
  private final HttpClient downloading;
  private final WebSocketClient talking;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger talked = new AtomicInteger();
  private final AtomicLong downloaded = new AtomicLong();
  private final CountDownLatch downloadEnded = new CountDownLatch(1);
  private volatile boolean over;

  /** Does one request over a connection of its own. */
  @FunctionalInterface
  interface Newcomer {
    void blockingVisit() throws Exception;
  }

  Visitors(String host, int port, String root) {
    this.vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(leadingHere(host)));
    this.host = host;
    this.port = port;
    PemTrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(root));
    HttpClientOptions overTls = new HttpClientOptions().setSsl(true).setTrustOptions(trust);
    this.staying =
        vertx
            .httpClientBuilder()
            .with(overTls)
            .withConnectHandler(connection -> connections.incrementAndGet())
            .build();
    this.downloading = vertx.createHttpClient(overTls);
    this.talking = vertx.createWebSocketClient(new WebSocketClientOptions().setTrustOptions(trust));
  }

  private static AddressResolverOptions leadingHere(String host) {
    return new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 " + host));
  }

  void comeAnew(Newcomer newcomer) {
    for (int i = 0; i < NEWCOMERS; i++) {
      repeat(
          () -> {
            newcomer.blockingVisit();
            requests.incrementAndGet();
          });
    }
  }

  void keepAConnection(String path) {
    repeat(
        () -> {
          int status =
              staying
                  .request(to(path))
                  .compose(request -> request.send())
                  .compose(response -> response.body().map(body -> response.statusCode()))
                  .await(30, TimeUnit.SECONDS);
          if (status != 200) {
            throw new IllegalStateException("status " + status);
          }
          requests.incrementAndGet();
        });
  }

  /** Reads until the other side ends; a connection that breaks is a failure. */
  void download(String path) {
    downloading
        .request(to(path))
        .compose(request -> request.send())
        .compose(
            response -> {
              response.handler(chunk -> downloaded.addAndGet(chunk.length()));
              return response.end();
            })
        .onFailure(t -> failures.add("download: " + t))
        .onComplete(v -> downloadEnded.countDown());
  }

  /** Says something, and again when the answer is there. */
  void talk(String path) {
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setHost(host).setPort(port).setSsl(true).setURI(path);
    talking.connect(options).onFailure(t -> failures.add("WebSocket: " + t)).onSuccess(this::talk);
  }

  private void talk(WebSocket socket) {
    socket.textMessageHandler(
        answer -> {
          if (!answer.equals("message " + talked.getAndIncrement())) {
            failures.add("WebSocket: " + answer);
          }
          vertx.setTimer(PACE.toMillis(), t -> socket.writeTextMessage("message " + talked.get()));
        });
    socket.closeHandler(
        v -> {
          if (!over) {
            failures.add("WebSocket: closed with " + socket.closeStatusCode());
          }
        });
    socket.writeTextMessage("message 0");
  }

  private RequestOptions to(String path) {
    return new RequestOptions().setMethod(HttpMethod.GET).setHost(host).setPort(port).setURI(path);
  }

  private void repeat(Newcomer visit) {
    pace.execute(
        () -> {
          while (!over) {
            blockingVisit(visit);
            LockSupport.parkNanos(PACE.toNanos());
          }
        });
  }

  private void blockingVisit(Newcomer visit) {
    try {
      visit.blockingVisit();
    } catch (Exception | AssertionError e) {
      if (!over) {
        failures.add(e.toString());
      }
    }
  }

  int requests() {
    return requests.get();
  }

  /** How many connections the one that keeps them needed. */
  int connections() {
    return connections.get();
  }

  int talked() {
    return talked.get();
  }

  /** Waits for the end of the download and says how long it was. */
  long blockingDownloaded() throws InterruptedException {
    if (!downloadEnded.await(30, TimeUnit.SECONDS)) {
      failures.add("the download does not end");
    }
    return downloaded.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    over = true;
    pace.shutdown();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
