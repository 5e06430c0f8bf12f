package site.apps.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.Await;
import site.TestServer;

/** The smallest app, by its scenarios. */
class HelloTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }, { address: "unix:http.sock" }]
      apps: { hello: { from: hello.jar } }
      sites: [{ hosts: ["*"], routes: [{ path: /hello/*, app: hello, strip-prefix: /hello }] }]
      """;

  @TempDir Path home;

  @BeforeEach
  void copyJar() throws Exception {
    Files.copy(shipped(), home.resolve("hello.jar"));
  }

  @Test
  @Tag("D-1")
  void itGreetsInBlueAndTellsHowTheRequestCame() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      var page = server.send(HttpRequest.newBuilder(server.url("http", 0, "/hello/")));

      assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
      assertThat(page.body())
          .containsOnlyOnce("<h1>Hello there!</h1>")
          .contains("h1 { margin: 0 0 .75rem; color: var(--hello)")
          .contains("--hello: #0b57d0")
          .contains("--hello: #8ab4f8")
          .contains("<dd>http</dd>", "<dd>127.0.0.1</dd>", "<dd>localhost:" + server.port(0))
          .contains("hello#1");
    }
  }

  @ParameterizedTest
  @Tag("D-1")
  @CsvSource({"HEAD,/hello/,200,", "GET,/hello/other,404,", "POST,/hello/,405,'GET, HEAD'"})
  void otherRequestsAreAnsweredAsTheyShould(String method, String path, int status, String allow)
      throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      var answer =
          server.send(
              HttpRequest.newBuilder(server.url("http", 0, path))
                  .method(method, HttpRequest.BodyPublishers.noBody()));

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("allow").orElse(null)).isEqualTo(allow);
    }
  }

  @Test
  void alongThreeWaysComesTheSame() throws Exception {
    String alone;
    try (TestServer server =
        TestServer.start("dev", home.resolve("hello.jar").toString(), "--port", "0")) {
      alone = server.send(HttpRequest.newBuilder(server.url("http", 0, "/plain"))).body();
    }
    try (TestServer server = TestServer.start(home, YAML)) {
      String tcp =
          server.send(HttpRequest.newBuilder(server.url("http", 0, "/hello/plain"))).body();

      assertThat(alone).isEqualTo("Hello there!\n");
      assertThat(tcp).isEqualTo(alone);
      assertThat(overSocket("/hello/plain")).isEqualTo(alone);
    }
  }

  @Test
  @Tag("D-2")
  void redeployedUnderLoadItIsTheOldOrTheNewOneAndNothingElse(TestReporter reporter)
      throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        Asking asking = new Asking(server.url("http", 0, "/hello/plain"))) {
      Await.until(() -> asking.count() >= 200);
      Path next = rewritten("Hello there!", "Hello again!");
      Files.move(next, home.resolve("hello.jar"), StandardCopyOption.REPLACE_EXISTING);
      long began = System.nanoTime();
      server.reload();
      reporter.publishEntry("from reload to the swap, ms", "" + millisSince(began));
      Await.until(() -> asking.count() >= 1000);

      assertThat(asking.seen()).containsExactlyInAnyOrder("200 Hello there!", "200 Hello again!");
      assertThat(asking.last()).isEqualTo("200 Hello again!");
      Await.until(() -> isGone("hello#1-") && leaving(server) == 0);
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private static boolean isGone(String threads) {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith(threads));
  }

  /** How many class loaders of stopped revisions are in memory. */
  private static int leaving(TestServer server) {
    System.gc();
    return server.state().apps().get(0).health().leaving();
  }

  @Test
  @Tag("D-3")
  void anAppThatThrowsAtItsStartIsRefusedAndTheOldOneServes() throws Exception {
    TestServer.write(home.resolve("app/java/a/AVerticle.java"), VERTICLE.formatted("", "old"));
    String yaml = YAML.replace("hello.jar", "app");
    try (TestServer server = TestServer.start(home, yaml)) {
      TestServer.write(
          home.resolve("app/java/a/AVerticle.java"),
          VERTICLE.formatted("if (true) throw new IllegalStateException(\"no money\");", "new"));

      assertThatThrownBy(server::reload).hasMessageContaining("no money");

      assertThat(get(server, "/hello/")).isEqualTo("200 old");
    }
  }

  @Test
  @Tag("D-4")
  void aHandlerThatThrowsCostsOneRequest() throws Exception {
    TestServer.write(home.resolve("app/java/a/AVerticle.java"), VERTICLE.formatted("", "fine"));
    try (TestServer server = TestServer.start(home, YAML.replace("hello.jar", "app"))) {
      assertThat(get(server, "/hello/throw")).startsWith("500 ");

      assertThat(get(server, "/hello/")).isEqualTo("200 fine");
    }
  }

  private static final String VERTICLE =
      """
      package a;

      import io.vertx.core.Future;
      import io.vertx.core.VerticleBase;

      public class AVerticle extends VerticleBase {
        @Override
        public Future<?> start() {
          %s
          return vertx.createHttpServer().requestHandler(request -> {
            if (request.path().equals("/throw")) throw new IllegalStateException("thrown");
            request.response().end("%s");
          }).listen(8000);
        }
      }
      """;

  private static String get(TestServer server, String path) throws Exception {
    var answer = server.send(HttpRequest.newBuilder(server.url("http", 0, path)));
    return answer.statusCode() + " " + answer.body().strip();
  }

  private String overSocket(String path) throws Exception {
    String socket = home.resolve("http.sock").toString();
    Process curl =
        new ProcessBuilder("curl", "-sS", "--unix-socket", socket, "http://localhost" + path)
            .start();
    try (InputStream out = curl.getInputStream()) {
      return new String(out.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** The jar with another greeting in its class. */
  private Path rewritten(String from, String to) throws Exception {
    Path next = home.resolve("next.tmp");
    try (JarFile jar = new JarFile(shipped().toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(next), jar.getManifest())) {
      for (JarEntry entry :
          jar.stream().filter(e -> !e.getName().startsWith("META-INF")).toList()) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
          String latin =
              new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
          out.write(latin.replace(from, to).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
    return next;
  }

  private static Path shipped() {
    return Path.of(System.getProperty("site.apps"), "hello.jar");
  }

  /** Asks 200 times a second, or as often as this machine can. */
  private static final class Asking implements AutoCloseable {
    private static final int PAUSE_MILLIS = 5;

    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final HttpRequest request;
    private volatile String last;

    Asking(URI uri) {
      request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
      var unused = pace.scheduleAtFixedRate(this::ask, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
      var unused =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .handle((answer, failure) -> failure == null ? said(answer) : failure.toString())
              .thenAccept(this::add);
    }

    private static String said(HttpResponse<String> answer) {
      return answer.statusCode() + " " + answer.body().strip();
    }

    private void add(String answer) {
      seen.add(answer);
      last = answer;
      count.incrementAndGet();
    }

    int count() {
      return count.get();
    }

    Set<String> seen() {
      return seen;
    }

    String last() {
      return last;
    }

    @Override
    public void close() {
      pace.shutdownNow();
    }
  }
}
