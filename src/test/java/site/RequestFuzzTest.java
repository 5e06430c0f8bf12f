package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import site.http.Mutator;

/**
 * Requests of {@code hygiene.txt} and such with every field that is read, spoiled at random and
 * sent to a whole server: each connection is answered and ends, nothing is answered 500, nothing is
 * an error in the log, an upstream that reads to the letter can read what reaches it, and nothing
 * is left of it all in memory.
 */
class RequestFuzzTest {
  private static final int CLIENTS = 8;
  private static final long GROWTH = 24 << 20;

  private static final String END = "Host: x\r\nConnection: close\r\n\r\n";
  private static final List<String> WITH_FIELDS =
      List.of(
          "GET /f/a.txt HTTP/1.1\r\nRange: bytes=0-4,8-9,-3\r\nIf-Range: \"x\"\r\n" + END,
          "GET /f/a.txt HTTP/1.1\r\nIf-None-Match: \"a\", W/\"b\"\r\nIf-Match: *\r\n" + END,
          "GET /f/a.txt HTTP/1.1\r\nIf-Modified-Since: Tue, 26 May 2026 12:00:00 GMT\r\n" + END,
          "GET /f/a.txt HTTP/1.1\r\nAccept-Encoding: gzip;q=0.5, br, *;q=0\r\n" + END,
          "GET /f/ HTTP/1.1\r\nAccept: application/json, text/html;q=0.1\r\n" + END,
          "GET /f/?page=2&sort=size&order=desc HTTP/1.1\r\n" + END,
          "GET /f/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + END,
          "GET /p HTTP/1.1\r\nCookie: a=b; t=\"x\"; session=1\r\n" + END,
          "GET /p HTTP/1.1\r\nForwarded: for=192.0.2.1;proto=https, for=\"[::1]:1\"\r\n" + END,
          "GET /p HTTP/1.1\r\nX-Forwarded-For: 192.0.2.1, ::1\r\nX-Forwarded-Proto: https\r\n"
              + END,
          "GET /c HTTP/1.1\r\nCache-Control: max-age=0, no-cache\r\nVary: x\r\n" + END,
          "GET /c HTTP/1.1\r\nRange: bytes=0-0\r\nIf-None-Match: \"a\"\r\n" + END,
          "GET /l HTTP/1.1\r\nOrigin: https://a.example\r\nSec-Fetch-Site: cross-site\r\n" + END,
          "GET /b HTTP/1.1\r\nAuthorization: Basic YTpi\r\n" + END,
          "OPTIONS /l HTTP/1.1\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\n"
              + END);

  @TempDir static Path home;
  private static StrictOrigin origin;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    TestServer.write(home.resolve("webroot/a.txt"), "0123456789 ".repeat(200));
    origin = new StrictOrigin();
    server =
        TestServer.start(
            home,
            """
            trusted-proxies: [127.0.0.0/8]
            limits: { header-timeout: 1s, idle: 5s }
            listeners: [{ address: '127.0.0.1:0' }]
            log: { access: { to: logs/access.log }, server: { to: logs/server.log, level: warn } }
            sites:
              - hosts: ['*']
                routes:
                  - { path: /f/*, files: { root: webroot, browse: true, precompressed: true } }
                  - path: /l
                    limit: { rate: 1000000/s, key: 'cookie:session' }
                    cors: { origins: ['https://a.example'], credentials: true }
                    csrf: true
                    respond: { body: here }
                  - { path: /b, auth: { basic: { realm: b, users: "a:$2y$04$J2zXO8jKzdHJ6GZkQnTtIeAp6wjYb7g5gDqf4Yq8o7c7QmZkQnTtI" } }, respond: {} }
                  - { path: /c, cache: true, proxy: '%1$s' }
                  - { proxy: { to: ['%1$s', '%1$s'], sticky: { cookie: t }, balance: 'hash:a' } }
            """
                .formatted(origin.url()));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    origin.close();
  }

  @Test
  void anythingIsAnsweredAndNothingIsLeft() throws Exception {
    run(20_260_526, Duration.ofSeconds(3));
  }

  @Test
  @Tag("long")
  @Timeout(600)
  void anythingIsAnsweredAndNothingIsLeftForLong() throws Exception {
    run(System.nanoTime(), Duration.ofSeconds(10));
    long before = usedMemory();

    run(System.nanoTime(), Duration.ofMinutes(2));

    assertThat(usedMemory() - before).isLessThan(GROWTH);
  }

  private static void run(long seed, Duration time) throws Exception {
    List<String> examples =
        Stream.concat(
                HygieneTable.http1().rows().stream().map(HygieneTable.Row::bytes),
                IntStream.range(0, 10).boxed().flatMap(i -> WITH_FIELDS.stream()))
            .toList();
    long end = System.nanoTime() + time.toNanos();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        long own = seed + client;
        all.add(clients.submit((Callable<Integer>) () -> ask(own, examples, end)));
      }
      int asked = 0;
      for (Future<Integer> one : all) {
        asked += one.get();
      }
      assertThat(asked).isGreaterThan(CLIENTS);
    } finally {
      clients.shutdownNow();
    }
    Await.until(() -> open() == 0, () -> open() + " connections are open, seed " + seed);
    Path log = home.resolve("logs/server.log");
    assertThat(Files.exists(log) ? Files.readString(log) : "").doesNotContain("ERROR", "SEVERE");
  }

  private static int ask(long seed, List<String> examples, long end) throws IOException {
    Mutator mutator = new Mutator(seed, examples);
    int number = 0;
    while (System.nanoTime() < end) {
      String request = mutator.next();
      String answer = answer(request);
      String seen = String.join(", ", origin.seen());
      String where = "seed " + seed + ", number " + number + ": " + request;
      assertThat(answer).as(where).matches("(?s)|HTTP/1\\.[01] [1-5]\\d\\d .*");
      assertThat(answer).as(where).doesNotContain("HTTP/1.1 500 ", "HTTP/1.0 500 ", "root:x:");
      assertThat(seen).as(where).doesNotContain("unreadable");
      number++;
    }
    return number;
  }

  /** Ends by itself: half a request has a second. */
  private static String answer(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  private static long open() {
    return server.state().counts().connections().values().stream()
        .mapToLong(one -> one.open())
        .sum();
  }

  private static long usedMemory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
