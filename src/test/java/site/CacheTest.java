package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.admin.AdminClient;

/** What a cache in front of an origin promises, seen through real sockets. */
class CacheTest {
  @TempDir Path home;
  private CacheOrigin origin;

  @BeforeEach
  void startTheOrigin() throws IOException {
    origin = new CacheOrigin();
  }

  @AfterEach
  void stopTheOrigin() throws IOException {
    origin.close();
  }

  private TestServer start(String cache) {
    return TestServer.start(home, yaml(cache));
  }

  private String yaml(String cache) {
    return """
    listeners: [{ address: "127.0.0.1:0" }]
    sites:
      - hosts: ["*"]
        cache: %s
        routes: [{ path: "/*", proxy: ["http://127.0.0.1:%d"] }]
    """
        .formatted(cache, origin.port());
  }

  private static HttpResponse<String> get(TestServer server, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.url("http", 0, path));
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static String status(HttpResponse<?> response) {
    return response.headers().firstValue("cache-status").orElse("none");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time to wait for it").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aFreshResponseIsAskedForOnce() throws Exception {
    origin.answers("cache-control: max-age=60 | x-a: 1", "hello");
    try (TestServer server = start("true")) {
      HttpResponse<String> first = get(server, "/x");
      HttpResponse<String> second = get(server, "/x");

      assertThat(first.body()).isEqualTo("hello");
      assertThat(status(first)).isEqualTo("site.jar; fwd=uri-miss; stored");
      assertThat(second.body()).isEqualTo("hello");
      assertThat(status(second)).matches("site.jar; hit; ttl=(5\\d|60)");
      assertThat(second.headers().firstValue("age")).isPresent();
      assertThat(second.headers().allValues("x-a")).containsExactly("1");
      assertThat(second.headers().allValues("date")).hasSize(1);
      assertThat(get(server, "/x?y").body()).isEqualTo("hello");
      assertThat(origin.asked()).as("the other address, too").hasSize(2);
    }
  }

  @Test
  void whatMayNotBeStoredIsAskedForEachTime() throws Exception {
    origin.answers("cache-control: no-store", "secret");
    try (TestServer server = start("true")) {
      get(server, "/x");

      assertThat(status(get(server, "/x")))
          .isEqualTo("site.jar; fwd=uri-miss; detail=\"no-store\"");
      assertThat(origin.asked()).hasSize(2);
    }
  }

  @Test
  void headIsAnsweredFromWhatGetBrought() throws Exception {
    origin.answers("cache-control: max-age=60", "hello");
    try (TestServer server = start("true")) {
      get(server, "/x");

      HttpResponse<String> head =
          server.send(
              HttpRequest.newBuilder(server.url("http", 0, "/x"))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));

      assertThat(head.headers().firstValue("content-length")).contains("5");
      assertThat(status(head)).startsWith("site.jar; hit");
      assertThat(origin.asked()).hasSize(1);
    }
  }

  @Test
  void aStaleResponseIsValidatedAndFreshAgain() throws Exception {
    origin.answers("cache-control: max-age=10 | age: 10 | etag: \"a\" | x-a: 1", "hello");
    try (TestServer server = start("true")) {
      get(server, "/x");
      origin.answers(
          head ->
              wire(
                  "HTTP/1.1 304 Not Modified",
                  "etag: \"a\"",
                  "x-a: 2",
                  "cache-control: max-age=60",
                  "",
                  ""));

      HttpResponse<String> validated = get(server, "/x", "if-none-match", "\"other\"");
      HttpResponse<String> hit = get(server, "/x");

      assertThat(origin.last()).contains("if-none-match: \"a\"").doesNotContain("other");
      assertThat(validated.statusCode()).isEqualTo(200);
      assertThat(validated.body()).isEqualTo("hello");
      assertThat(status(validated)).startsWith("site.jar; fwd=stale; fwd-status=304; stored");
      assertThat(hit.headers().allValues("x-a")).containsExactly("2");
      assertThat(status(hit)).startsWith("site.jar; hit");
      assertThat(origin.asked()).hasSize(2);
    }
  }

  @Test
  void aClientThatHasItIsToldSoAndParts() throws Exception {
    origin.answers("cache-control: max-age=60 | etag: \"a\" | content-type: text/x", "0123456789");
    try (TestServer server = start("true")) {
      get(server, "/x");

      HttpResponse<String> same = get(server, "/x", "if-none-match", "\"a\"");
      HttpResponse<String> part = get(server, "/x", "range", "bytes=2-4");
      HttpResponse<String> several = get(server, "/x", "range", "bytes=0-1,4-5");
      HttpResponse<String> beyond = get(server, "/x", "range", "bytes=10-");

      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.headers().firstValue("etag")).contains("\"a\"");
      assertThat(same.headers().firstValue("content-type")).isEmpty();
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("234");
      assertThat(part.headers().firstValue("content-range")).contains("bytes 2-4/10");
      assertThat(several.statusCode()).isEqualTo(200);
      assertThat(beyond.statusCode()).isEqualTo(416);
      assertThat(beyond.headers().firstValue("content-range")).contains("bytes */10");
      assertThat(origin.asked()).hasSize(1);
    }
  }

  @Test
  void variantsAreKeptApart() throws Exception {
    origin.answers(
        head ->
            CacheOrigin.response(
                "200 OK",
                "cache-control: max-age=60 | vary: Accept-Language",
                head.contains("language: de") ? "hallo" : "hello"));
    try (TestServer server = start("true")) {
      assertThat(get(server, "/x", "accept-language", "de").body()).isEqualTo("hallo");
      HttpResponse<String> other = get(server, "/x", "accept-language", "en");
      assertThat(other.body()).isEqualTo("hello");
      assertThat(status(other)).startsWith("site.jar; fwd=vary-miss; stored");

      assertThat(get(server, "/x", "accept-language", "de").body()).isEqualTo("hallo");
      assertThat(get(server, "/x", "accept-language", "EN").body()).isEqualTo("hello");
      assertThat(origin.asked()).hasSize(2);
    }
  }

  @Test
  void aChangeOutdatesItsTargetAndWhatItNames() throws Exception {
    origin.answers("cache-control: max-age=60", "old");
    try (TestServer server = start("true")) {
      get(server, "/x");
      get(server, "/named");
      get(server, "/other");
      origin.answers("location: /named", "done");
      HttpResponse<String> post =
          server.send(
              HttpRequest.newBuilder(server.url("http", 0, "/x"))
                  .POST(HttpRequest.BodyPublishers.noBody()));
      origin.answers("cache-control: max-age=60", "new");

      assertThat(status(post)).isEqualTo("site.jar; fwd=method");
      assertThat(get(server, "/x").body()).isEqualTo("new");
      assertThat(get(server, "/named").body()).isEqualTo("new");
      assertThat(get(server, "/other").body()).isEqualTo("old");
    }
  }

  @Test
  void aFailedChangeOutdatesNothing() throws Exception {
    origin.answers("cache-control: max-age=60", "old");
    try (TestServer server = start("true")) {
      get(server, "/x");
      origin.answers(head -> CacheOrigin.response("500 Oops", "", "no"));
      server.send(HttpRequest.newBuilder(server.url("http", 0, "/x")).DELETE());

      assertThat(get(server, "/x").body()).isEqualTo("old");
    }
  }

  @Test
  void aStaleResponseIsGivenWhileItIsRefreshed() throws Exception {
    origin.answers("cache-control: max-age=10, stale-while-revalidate=60 | age: 10", "old");
    try (TestServer server = start("true")) {
      get(server, "/x");
      origin.answers("cache-control: max-age=60", "new");

      HttpResponse<String> stale = get(server, "/x");

      assertThat(stale.body()).isEqualTo("old");
      assertThat(status(stale)).contains("hit; ttl=-").contains("stale-while-revalidate");
      await(() -> origin.asked().size() == 2);
      await(() -> body(server, "/x").equals("new"));
    }
  }

  private static String body(TestServer server, String path) {
    try {
      return get(server, path).body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStaleResponseStandsInForAnOriginThatFails() throws Exception {
    origin.answers("cache-control: max-age=10, stale-if-error=60 | age: 10", "old");
    try (TestServer server = start("true")) {
      get(server, "/x");

      origin.answers(head -> CacheOrigin.response("503 Busy", "", "busy"));
      HttpResponse<String> forStatus = get(server, "/x");
      origin.answers(head -> "");
      HttpResponse<String> forSilence = get(server, "/x");

      assertThat(forStatus.statusCode()).isEqualTo(200);
      assertThat(forStatus.body()).isEqualTo("old");
      assertThat(status(forStatus)).contains("fwd=stale; fwd-status=503");
      assertThat(forSilence.body()).isEqualTo("old");
      assertThat(status(forSilence)).contains("fwd=stale; fwd-status=502");
    }
  }

  @Test
  void whatMustBeValidatedIsNotGivenWhenTheOriginFails() throws Exception {
    origin.answers(
        "cache-control: max-age=10, stale-if-error=60, must-revalidate | age: 10", "old");
    try (TestServer server = start("{ stale-if-error: 1h }")) {
      get(server, "/x");
      origin.answers(head -> "");

      assertThat(get(server, "/x").statusCode()).isEqualTo(502);
    }
  }

  @Test
  void manyThatWantTheSameAskOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    origin.answers(
        head -> {
          asked.countDown();
          awaitUninterrupted(answered);
          return CacheOrigin.response("200 OK", "cache-control: max-age=60", "hello");
        });
    try (TestServer server = start("true")) {
      HttpClient client = server.client(HttpClient.Version.HTTP_1_1);
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      all.add(send(client, server));
      asked.await();
      for (int i = 0; i < 20; i++) {
        all.add(send(client, server));
      }
      answered.countDown();

      assertThat(all).allMatch(response -> response.join().body().equals("hello"));
      assertThat(origin.asked()).hasSize(1);
    }
  }

  private static CompletableFuture<HttpResponse<String>> send(
      HttpClient client, TestServer server) {
    HttpRequest request = HttpRequest.newBuilder(server.url("http", 0, "/x")).build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void nobodyWaitsForWhatCannotBeShared() throws Exception {
    CountDownLatch two = new CountDownLatch(2);
    origin.answers(
        head -> {
          two.countDown();
          // Answers only when both have asked, beyond the head of the first.
          return "HTTP/1.1 200 OK\r\ncache-control: private\r\ncontent-length: 2\r\n\r\nok";
        });
    try (TestServer server = start("true")) {
      HttpClient client = server.client(HttpClient.Version.HTTP_1_1);

      assertThat(Stream.of(send(client, server), send(client, server)).toList())
          .allMatch(response -> response.join().body().equals("ok"));
      assertThat(two.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anIncompleteResponseIsNeverStored() throws Exception {
    origin.answers(
        head ->
            origin.asked().size() == 1
                ? "HTTP/1.1 200 OK\r\ncache-control: max-age=60\r\ncontent-length: 9\r\n\r\nhel"
                : CacheOrigin.response("200 OK", "cache-control: max-age=60", "hello"));
    origin.closeAfterAnswer();
    try (TestServer server = start("true")) {
      assertThat(raw(server.port(0), "/cut")).endsWith("hel");

      assertThat(raw(server.port(0), "/cut")).endsWith("hello").contains("fwd=uri-miss");
      assertThat(raw(server.port(0), "/cut")).endsWith("hello").contains("site.jar; hit");
    }
  }

  private static String wire(String... lines) {
    return String.join("\r\n", lines);
  }

  /** The answer as it comes, to a host whose name does not depend on the port. */
  static String raw(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String request = "GET " + path + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void theRequestDirectivesOfAClientAreFollowed() throws Exception {
    origin.answers("cache-control: max-age=60", "hello");
    try (TestServer server = start("true")) {
      assertThat(get(server, "/x", "cache-control", "only-if-cached").statusCode()).isEqualTo(504);
      assertThat(origin.asked()).isEmpty();
      get(server, "/x");

      assertThat(get(server, "/x", "cache-control", "only-if-cached").body()).isEqualTo("hello");
      assertThat(origin.asked()).hasSize(1);
      assertThat(status(get(server, "/x", "cache-control", "no-cache"))).contains("fwd=request");
      assertThat(status(get(server, "/x", "pragma", "no-cache"))).contains("fwd=request");
      assertThat(status(get(server, "/x", "cache-control", "no-store"))).contains("fwd=request");
      assertThat(origin.asked()).hasSize(4);
    }
  }

  @Test
  void largeAndSmallResponsesSurviveARestart() throws Exception {
    String large = "0123456789abcdef".repeat(200_000);
    origin.answers(
        head ->
            CacheOrigin.response(
                "200 OK",
                "cache-control: max-age=600 | etag: \"a\"",
                head.startsWith("GET /large") ? large : "small"));
    try (TestServer server = start("true")) {
      assertThat(raw(server.port(0), "/large")).endsWith(large);
      raw(server.port(0), "/small");
      await(() -> stats(server).contains("\"stored\":2"));
    }
    origin.answers(head -> "");
    try (TestServer server = start("true")) {
      assertThat(raw(server.port(0), "/small")).endsWith("small");
      assertThat(raw(server.port(0), "/large")).endsWith(large);
      assertThat(origin.asked()).hasSize(2);
    }
  }

  private String stats(TestServer server) {
    try {
      assertThat(server.port(0)).isPositive();
      return ask("GET", "/cache/stats", "application/json");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String ask(String method, String uri, String accept) throws IOException {
    return new AdminClient(home.resolve("run/admin.sock")).blockingAsk(method, uri, accept).body();
  }

  @Test
  void damagedFilesAreForgotten() throws Exception {
    origin.answers("cache-control: max-age=600", "hello");
    try (TestServer server = start("true")) {
      raw(server.port(0), "/head");
      raw(server.port(0), "/body");
    }
    damage("/head", ".head");
    damage("/body", ".body");
    try (TestServer server = start("true")) {
      assertThat(raw(server.port(0), "/head")).contains("fwd=uri-miss");
      assertThat(raw(server.port(0), "/body")).contains("fwd=uri-miss");
      assertThat(origin.asked()).hasSize(4);
      assertThat(raw(server.port(0), "/body")).contains("site.jar; hit");
    }
  }

  private void damage(String url, String ending) throws IOException {
    for (Path head : files(".head")) {
      if (Files.readString(head, StandardCharsets.ISO_8859_1).contains(url)) {
        String name = head.getFileName().toString().replace(".head", ending);
        Path file = head.resolveSibling(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(home.resolve("data/cache"))) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  @Test
  void itHoldsNoMoreThanItMay() throws Exception {
    origin.answers("cache-control: max-age=600", "x".repeat(10_000));
    try (TestServer server = start("{ max-size: 50KiB, max-object: 20KiB }")) {
      for (int i = 0; i < 20; i++) {
        get(server, "/" + i);
      }
      await(() -> stats(server).contains("\"evicted\":16"));
      assertThat(stats(server)).contains("\"entries\":4");
      await(() -> count(".head") == 4 && count(".body") == 4);

      origin.answers("cache-control: max-age=600", "x".repeat(30_000));
      assertThat(status(get(server, "/large"))).contains("detail=\"size\"");
    }
  }

  private int count(String ending) {
    try {
      return files(ending).size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void purgedResponsesAreGone() throws Exception {
    origin.answers("cache-control: max-age=600 | cache-tag: news, sport", "hello");
    try (TestServer server = start("true")) {
      String base = "http://localhost:" + server.port(0);
      get(server, "/a/1");
      get(server, "/a/2");
      get(server, "/b");
      assertThat(ask("GET", "/cache", "text/plain")).contains(base + "/a/1");

      assertThat(ask("POST", "/cache/purge?url=" + base + "/a/1", "text/plain"))
          .isEqualTo("1 response purged\n");
      assertThat(status(get(server, "/a/1"))).contains("fwd=uri-miss");
      assertThat(ask("POST", "/cache/purge?prefix=" + base + "/a/", "text/plain"))
          .isEqualTo("2 responses purged\n");
      assertThat(ask("POST", "/cache/purge?tag=sport", "text/plain"))
          .isEqualTo("1 response purged\n");
      assertThat(ask("GET", "/cache", "text/plain")).isEqualTo("nothing is stored\n");
      await(() -> count(".head") == 0);
    }
  }

  @Test
  void whatArrivesDuringAPurgeIsNotKept() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch purged = new CountDownLatch(1);
    origin.answers(
        head -> {
          asked.countDown();
          awaitUninterrupted(purged);
          return CacheOrigin.response("200 OK", "cache-control: max-age=600", "hello");
        });
    try (TestServer server = start("true")) {
      String url = "http://localhost:" + server.port(0) + "/x";
      CompletableFuture<String> first = new CompletableFuture<>();
      Thread client = new Thread(() -> first.complete(body(server, "/x")));
      client.start();
      awaitUninterrupted(asked);

      ask("POST", "/cache/purge?url=" + url, "text/plain");
      purged.countDown();

      assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
      assertThat(status(get(server, "/x"))).contains("fwd=uri-miss");
      assertThat(status(get(server, "/x"))).startsWith("site.jar; hit");
    }
  }

  /** RFC 9213 2.1: the targeted field is the only one that counts where it can be read. */
  @ParameterizedTest
  @CsvSource({
    "no-store, max-age=600, true",
    "'private, max-age=0', max-age=600, true",
    "max-age=600, no-store, false",
    "max-age=600, private, false",
    "max-age=600, max-age=-, true",
  })
  void whatIsSaidToCachesOfServersCounts(String all, String targeted, boolean kept)
      throws Exception {
    origin.answers("cache-control: " + all + " | cdn-cache-control: " + targeted, "hello");
    try (TestServer server = start("true")) {
      get(server, "/x");

      HttpResponse<String> second = get(server, "/x");

      assertThat(status(second).startsWith("site.jar; hit")).isEqualTo(kept);
      assertThat(second.headers().firstValue("cache-control")).hasValue(all);
    }
  }

  /** RFC 9111 3.5, whatever it is by which a user is known. */
  @ParameterizedTest
  @CsvSource({"max-age=600, bob", "'public, max-age=600', ada"})
  void whoIsLoggedInGetsWhatIsForAllOnly(String said, String second) throws Exception {
    try (CacheOrigin authority = new CacheOrigin()) {
      authority.answers(head -> CacheOrigin.response("200 OK", "remote-user: " + user(head), ""));
      origin.answers(head -> CacheOrigin.response("200 OK", "cache-control: " + said, user(head)));
      String yaml =
          yaml("true")
              .replace(
                  "cache: true",
                  "cache: true\n    auth: { forward: \"http://127.0.0.1:%d/\" }"
                      .formatted(authority.port()));
      try (TestServer server = TestServer.start(home, yaml)) {

        String ada = get(server, "/x", "Cookie", "user=ada").body();
        String bob = get(server, "/x", "Cookie", "user=bob").body();

        assertThat(ada).isEqualTo("ada");
        assertThat(bob).isEqualTo(second);
      }
    }
  }

  private static String user(String head) {
    return head.contains("user=ada") ? "ada" : "bob";
  }

  @Test
  void aReloadKeepsWhatIsStoredAlsoWithOtherLimits() throws Exception {
    origin.answers("cache-control: max-age=600", "hello");
    try (TestServer server = start("true")) {
      get(server, "/x");

      server.reload(yaml("{ max-size: 1MiB }"));
      assertThat(status(get(server, "/x"))).startsWith("site.jar; hit");

      server.reload(yaml("false"));
      assertThat(status(get(server, "/x"))).isEqualTo("none");
      await(() -> count(".head") == 0);
    }
  }

  @Test
  void aChunkedResponseIsStoredWithItsLength() throws Exception {
    origin.answers(
        head ->
            wire(
                "HTTP/1.1 200 OK",
                "cache-control: max-age=60",
                "transfer-encoding: chunked",
                "",
                "3",
                "hel",
                "2",
                "lo",
                "0",
                "",
                ""));
    try (TestServer server = start("true")) {
      assertThat(get(server, "/x").body()).isEqualTo("hello");

      HttpResponse<String> hit = get(server, "/x");

      assertThat(hit.body()).isEqualTo("hello");
      assertThat(hit.headers().firstValue("content-length")).contains("5");
      assertThat(hit.headers().firstValue("transfer-encoding")).isEmpty();
    }
  }

  @Test
  void otherProtocolsGetTheSame() throws Exception {
    String large = "0123456789abcdef".repeat(100_000);
    origin.answers("cache-control: max-age=60", large);
    String yaml = yaml("true").replace("127.0.0.1:0\" }]", "127.0.0.1:0\", tls: true }]");
    try (TestServer server = TestServer.start(home, yaml)) {
      HttpClient client = server.client(HttpClient.Version.HTTP_2);
      HttpRequest request = HttpRequest.newBuilder(server.url("https", 0, "/x")).build();

      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(large);
      HttpResponse<String> hit = client.send(request, BodyHandlers.ofString());

      assertThat(hit.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(hit.body()).isEqualTo(large);
      assertThat(status(hit)).matches("site.jar; (hit; ttl=.*|fwd=uri-miss; collapsed)");
      assertThat(origin.asked()).hasSize(1);
    }
  }

  @Test
  void whatItDidIsCountedForMetrics() throws Exception {
    origin.answers(
        head ->
            CacheOrigin.response(
                "200 OK",
                head.startsWith("GET /old")
                    ? "cache-control: max-age=10, stale-if-error=60 | age: 10"
                    : "cache-control: max-age=60",
                "hello"));
    String yaml = yaml("true") + "admin: { address: \"127.0.0.1:0\" }\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      get(server, "/old");
      get(server, "/x");
      get(server, "/x");
      get(server, "/x");
      origin.answers(head -> "");
      get(server, "/old");

      assertThat(counted(server, "site_cache_requests_total"))
          .contains("outcome=\"miss\"} 2.0", "outcome=\"hit\"} 2.0", "outcome=\"stale\"} 1.0")
          .contains("outcome=\"validated\"} 0.0", "outcome=\"bypassed\"} 0.0");
      assertThat(counted(server, "site_cache_changes_total")).contains("change=\"stored\"} 2.0");
      assertThat(server.getAdmin("/metrics").body())
          .contains("site_cache_entries{cache=\"*\"} 2.0")
          .contains("site_cache_bytes{cache=\"*\"} ");
    }
  }

  /** What stands behind the cache's name, line by line. */
  private static List<String> counted(TestServer server, String name) throws Exception {
    String begin = name + "{cache=\"*\",";
    return server
        .getAdmin("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .toList();
  }
}
