package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static site.tls.TestIdentities.leaf;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldHandshakeTest {
  private static final Identity READY = TestIdentities.elliptic("ready.example");
  private static final Identity LATE = TestIdentities.elliptic("late.example");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final BlockingQueue<CompletableFuture<Optional<Identity>>> held =
      new LinkedBlockingQueue<>();

  @AfterEach
  void stopClients() {
    clients.shutdownNow();
  }

  @Test
  void aHeldHandshakeWaitsWhileTheSameEventLoopServesOthers() throws Exception {
    try (var server = SeamServer.with(new TlsSeam(this::choose, new HoldLimits(LONG, 10, 10)))) {
      Future<X509Certificate> late = connect(server, "late.example");
      var answer = held.poll(30, TimeUnit.SECONDS);

      X509Certificate meanwhile = new TlsClient(server.port()).certificate("ready.example");
      boolean stillWaiting = !late.isDone();
      answer.complete(Optional.of(LATE));

      assertThat(meanwhile).isEqualTo(leaf(READY));
      assertThat(stillWaiting).isTrue();
      assertThat(late.get(30, TimeUnit.SECONDS)).isEqualTo(leaf(LATE));
    }
  }

  @Test
  void aHandshakeIsHeldNoLongerThanTheLimit() throws Exception {
    var limits = new HoldLimits(Duration.ofMillis(50), 10, 10);
    try (var server = SeamServer.with(new TlsSeam(this::choose, limits))) {

      Future<X509Certificate> late = connect(server, "late.example");

      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("unrecognized_name");
    }
  }

  @Test
  void noMoreHandshakesAreHeldThanTheLimit() throws Exception {
    assertRefusedBeyondTwo(new HoldLimits(LONG, 2, 10));
  }

  @Test
  void noMoreHandshakesOfOneClientAreHeldThanTheLimit() throws Exception {
    assertRefusedBeyondTwo(new HoldLimits(LONG, 10, 2));
  }

  private void assertRefusedBeyondTwo(HoldLimits limits) throws Exception {
    try (var server = SeamServer.with(new TlsSeam(this::choose, limits))) {
      Future<X509Certificate> first = connect(server, "late.example");
      var firstAnswer = held.poll(30, TimeUnit.SECONDS);
      Future<X509Certificate> second = connect(server, "late.example");
      var secondAnswer = held.poll(30, TimeUnit.SECONDS);

      Future<X509Certificate> third = connect(server, "late.example");

      assertThatThrownBy(() -> third.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("unrecognized_name");
      firstAnswer.complete(Optional.of(LATE));
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(leaf(LATE));
      held.clear();
      Future<X509Certificate> fourth = connect(server, "late.example");
      held.poll(30, TimeUnit.SECONDS).complete(Optional.of(LATE));
      assertThat(fourth.get(30, TimeUnit.SECONDS)).isEqualTo(leaf(LATE));
      secondAnswer.complete(Optional.empty());
      assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("unrecognized_name");
    }
  }

  @Test
  void aChooserThatFailsRefuses() throws Exception {
    CertificateChooser failing =
        hello -> {
          throw new IllegalStateException("no table");
        };
    try (var server = SeamServer.with(failing)) {

      Future<X509Certificate> client = connect(server, "one.example");

      assertThatThrownBy(() -> client.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("unrecognized_name");
    }
  }

  private Future<X509Certificate> connect(SeamServer server, String name) {
    return clients.submit(() -> new TlsClient(server.port()).certificate(name));
  }

  private CompletionStage<Optional<Identity>> choose(ClientHello hello) {
    if (hello.serverName().equals(Optional.of("ready.example"))) {
      return CompletableFuture.completedStage(Optional.of(READY));
    }
    var answer = new CompletableFuture<Optional<Identity>>();
    held.add(answer);
    return answer;
  }
}
