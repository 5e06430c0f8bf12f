package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;
import site.deploy.AppJar;

/** The promise: an app is replaced again and again, and no client notices but by what is new. */
class SwapsUnderLoadTest {
  private static final int SWAPS = 30;
  private static final String BODY = "x".repeat(100_000);

  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:0", tls: true }]
      apps: { shop: { from: apps/a.jar, instances: 2, ready: /ready, rehearse: 5 } }
      sites:
        - hosts: [localhost]
          https-redirect: false
          routes: [{ path: "/*", app: shop }]
      """;

  @TempDir Path home;

  private Path version(String name) throws Exception {
    Files.createDirectories(home.resolve("apps"));
    return AppJar.of(
            "import io.vertx.core.*; import io.vertx.core.http.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx.createHttpServer()
                    .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                    .requestHandler(this::handle).listen(80);
              }
              void handle(HttpServerRequest r) {
                switch (r.path()) {
                  case "/upload" -> r.body().onSuccess(b -> r.response().end("" + b.length()));
                  case "/slow" -> vertx.setTimer(100, id -> r.response().end("%1$s"));
                  case "/events" -> events(r.response().setChunked(true)
                      .putHeader("content-type", "text/event-stream"), 5);
                  default -> r.response().end("%1$s");
                }
              }
              void events(HttpServerResponse response, int left) {
                if (left == 0) { response.end("data: end\\n\\n"); return; }
                response.write("data: " + left + "\\n\\n");
                vertx.setTimer(40, id -> events(response, left - 1));
              }
            }
            """
                .formatted(name))
        .pack(home.resolve("apps/" + name + ".jar"));
  }

  @Test
  void thirtySwapsFailNoRequest() throws Exception {
    List<Path> versions = List.of(version("a"), version("b"));
    try (TestServer server = TestServer.start(home, YAML);
        Load load = new Load()) {
      HttpClient h1 = server.client(HttpClient.Version.HTTP_1_1);
      HttpClient h2 = server.client(HttpClient.Version.HTTP_2);
      for (HttpClient client : List.of(h1, h2)) {
        String scheme = client == h1 ? "http" : "https";
        int listener = client == h1 ? 0 : 1;
        load.add(() -> get(client, server.url(scheme, listener, "/"), "[ab]"));
        load.add(() -> get(client, server.url(scheme, listener, "/slow"), "[ab]"));
        load.add(() -> get(client, server.url(scheme, listener, "/events"), "(?s).*data: end\n\n"));
        load.add(() -> post(client, server.url(scheme, listener, "/upload")));
      }
      load.add(new Chat(server.url("ws", 0, "/chat"))::talk);

      for (int swap = 1; swap <= SWAPS; swap++) {
        int before = load.answered();
        Path next = versions.get(swap % 2);
        assertThat(deploy(next).body()).contains("revision " + (swap + 1) + " serves");
        String now = next.getFileName().toString().substring(0, 1);
        assertThat(get(h1, server.url("http", 0, "/"), now)).isEmpty();
        load.awaitMoreThan(before + 10);
      }

      assertThat(load.stop()).isEmpty();
    }
  }

  private AdminClient.Answer deploy(Path file) throws Exception {
    String query = URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    return new AdminClient(home.resolve("run/admin.sock"))
        .blockingAsk("POST", "/apps/shop/deploy?file=" + query, "text/plain");
  }

  /** What is wrong with the answer, empty for nothing. */
  private static String get(HttpClient client, URI url, String expected) throws Exception {
    return check(client, HttpRequest.newBuilder(url), expected);
  }

  private static String post(HttpClient client, URI url) throws Exception {
    return check(
        client,
        HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(BODY)),
        Integer.toString(BODY.length()));
  }

  private static String check(HttpClient client, HttpRequest.Builder request, String expected)
      throws Exception {
    HttpRequest asked = request.timeout(Duration.ofSeconds(30)).build();
    HttpResponse<String> answer = client.send(asked, BodyHandlers.ofString());
    boolean isFine = answer.statusCode() == 200 && answer.body().matches(expected);
    return isFine ? "" : asked.uri() + ": " + answer.statusCode() + " " + answer.body();
  }

  /** A WebSocket that is opened again whenever it is sent away, which must be by 1001. */
  private static final class Chat implements WebSocket.Listener {
    private final URI url;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;

    Chat(URI url) {
      this.url = url;
    }

    String talk() throws Exception {
      if (socket == null) {
        heard.clear();
        message.setLength(0);
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, this).join();
      }
      if (socket.isOutputClosed()) {
        socket = null;
        return "";
      }
      CompletableFuture<WebSocket> sent = socket.sendText("hello", true);
      String answer = heard.poll(30, TimeUnit.SECONDS);
      if ("closed 1001".equals(answer)) {
        socket = null;
        return "";
      }
      sent.join();
      return "hello".equals(answer) ? "" : "WebSocket: " + answer;
    }

    /** A message comes in parts where the client's read buffer happens to end within it. */
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        heard.add(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      heard.add("closed " + status);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      heard.add(error.toString());
    }
  }

  /** Clients that do the same thing again and again and remember what went wrong. */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();

    /** {@code work} says what went wrong, nothing when all is well. */
    void add(Callable<String> work) {
      clients.add(CompletableFuture.runAsync(() -> repeat(work), task -> new Thread(task).start()));
    }

    private void repeat(Callable<String> work) {
      while (running.get()) {
        try {
          String failure = work.call();
          if (!failure.isEmpty()) {
            failures.add(failure);
          }
          answered.incrementAndGet();
        } catch (Exception e) {
          failures.add(e.toString());
        }
      }
    }

    int answered() {
      return answered.get();
    }

    void awaitMoreThan(int count) {
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (answered.get() <= count && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    Queue<String> stop() {
      running.set(false);
      clients.forEach(CompletableFuture::join);
      return failures;
    }

    @Override
    public void close() {
      stop();
    }
  }
}
