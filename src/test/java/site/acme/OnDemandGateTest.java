package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.SettableClock;
import site.acme.OnDemandGate.Verdict;
import site.config.OnDemandConfig;
import site.tls.ClientHello;
import site.tls.Identity;
import site.tls.InternalCa;

/** With a real service that is asked; certificates are there as soon as somebody wants them. */
class OnDemandGateTest {
  private static final String STRANGER = "198.51.100.7";

  @TempDir static Path directory;

  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final List<String> obtained = new CopyOnWriteArrayList<>();
  private final Set<String> served = ConcurrentHashMap.newKeySet();
  private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
  private CompletableFuture<Void> pace = CompletableFuture.completedFuture(null);
  private HttpServer server;
  private Identity identity;
  private OnDemandGate gate;

  @BeforeEach
  void start() throws Exception {
    identity =
        InternalCa.blockingOpen(directory, Clock.systemUTC()).blockingIssue(Set.of("x.example"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    gate =
        new OnDemandGate(
            hello ->
                CompletableFuture.completedStage(
                    hello.serverName().filter(served::contains).map(name -> identity)),
            name -> name.startsWith("configured."),
            name -> {
              obtained.add(name);
              return pace.thenRun(() -> served.add(name));
            },
            clock);
    open("/ask", 10);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aNameThatIsOursGetsACertificate() throws Exception {
    assertThat(isServed("shop.example.com", STRANGER)).isTrue();

    assertThat(questions).containsExactly("/ask?domain=shop.example.com&client=" + STRANGER);
    assertThat(obtained).containsExactly("shop.example.com");
    assertThat(isServed("shop.example.com", STRANGER)).isTrue();
    assertThat(questions).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no.example.com", "redirect.example.com", "error.example.com"})
  void anythingButOkIsNoAndIsRememberedForTenMinutes(String name) throws Exception {
    assertThat(isServed(name, STRANGER)).isFalse();
    assertThat(isServed(name, STRANGER)).isFalse();
    assertThat(questions).hasSize(1);

    clock.pass(Duration.ofMinutes(10));
    assertThat(isServed(name, STRANGER)).isFalse();
    assertThat(questions).hasSize(2);
    assertThat(obtained).isEmpty();
  }

  @Test
  void handshakesForOneNameShareOneQuestionAndOneOrder() throws Exception {
    pace = new CompletableFuture<>();
    var first = ask("shop.example.com", STRANGER);
    var second = ask("shop.example.com", "198.51.100.8");

    assertThat(first).isNotDone();
    pace.complete(null);

    assertThat(first.get(30, TimeUnit.SECONDS)).isPresent();
    assertThat(second.get(30, TimeUnit.SECONDS)).isPresent();
    assertThat(questions).hasSize(1);
    assertThat(obtained).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "192.0.2.1", "configured.example.com", "printer.local"})
  void namesThatCanHaveNoneOrHaveTheirOwnAreNotAskedAbout(String name) throws Exception {
    assertThat(isServed(name, STRANGER)).isFalse();

    assertThat(questions).isEmpty();
  }

  @Test
  void aStrangerCanMakeUsAskTwiceAMinute() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(isServed("no" + i + ".example.com", STRANGER)).isFalse();
    }
    assertThat(questions).hasSize(2);
    assertThat(gate.verdicts())
        .containsEntry(Verdict.REFUSED, 2L)
        .containsEntry(Verdict.CLIENT_LIMITED, 18L);

    assertThat(isServed("shop.example.com", "198.51.100.8")).isTrue();
    clock.pass(Duration.ofSeconds(60));
    assertThat(isServed("later.example.com", STRANGER)).isTrue();
  }

  @Test
  void manyClientsTogetherOrderNoMoreThanTheRate() throws Exception {
    open("/ask", 3);
    for (int i = 0; i < 20; i++) {
      isServed("shop" + i + ".example.com", "198.51.100." + i);
    }

    assertThat(obtained).hasSize(3);
    assertThat(questions).hasSize(20);
    assertThat(gate.verdicts())
        .containsEntry(Verdict.ORDERED, 3L)
        .containsEntry(Verdict.RATE_LIMITED, 17L);
    clock.pass(Duration.ofSeconds(20));
    assertThat(isServed("shop7.example.com", "198.51.100.7")).isTrue();
    assertThat(questions).hasSize(20);
  }

  @Test
  void whileNobodyAnswersNewNamesAreRefusedAndOldOnesServed() throws Exception {
    isServed("shop.example.com", STRANGER);
    server.stop(0);

    assertThat(isServed("other.example.com", "198.51.100.8")).isFalse();
    assertThat(isServed("shop.example.com", STRANGER)).isTrue();
  }

  @Test
  void whatCouldNotBeObtainedIsRefusedForAWhile() throws Exception {
    pace = CompletableFuture.failedFuture(new IllegalStateException("CAA"));

    assertThat(isServed("shop.example.com", STRANGER)).isFalse();
    gate.reject("shop.example.com");
    assertThat(isServed("shop.example.com", STRANGER)).isFalse();

    assertThat(obtained).hasSize(1);
  }

  @Test
  void aClosedGateAsksNobody() throws Exception {
    gate.swap(Optional.empty());

    assertThat(isServed("shop.example.com", STRANGER)).isFalse();
    assertThat(questions).isEmpty();
  }

  private void open(String path, int names) {
    URI ask = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    gate.swap(Optional.of(new OnDemandConfig(ask, names, Duration.ofMinutes(1))));
  }

  private boolean isServed(String name, String client) throws Exception {
    return ask(name, client).get(30, TimeUnit.SECONDS).isPresent();
  }

  private CompletableFuture<Optional<Identity>> ask(String name, String client) throws IOException {
    ClientHello hello =
        new ClientHello(
            Optional.of(name),
            List.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.of(InetAddress.getByName(client)));
    return gate.choose(hello).toCompletableFuture();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestURI().toString();
    questions.add(asked);
    if (asked.contains("=redirect.")) {
      exchange.getResponseHeaders().add("location", "/login");
    }
    int status =
        asked.contains("=no")
            ? 404
            : asked.contains("=redirect.") ? 302 : asked.contains("=error.") ? 500 : 200;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
