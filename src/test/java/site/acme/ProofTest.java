package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.Ports;
import site.acme.AcmeFailure.Kind;
import site.config.ChallengeKind;
import site.config.KeyKind;

/** How names are proved where something is between the authority and us, or nothing leads here. */
class ProofTest extends WithPebble {
  private final int https = Ports.free();
  private HttpServer other;

  @Override
  Pebble.Behaviour behaviour() {
    return new Pebble.Behaviour(http, https);
  }

  @AfterEach
  void stopOther() {
    if (other != null) {
      other.stop(0);
    }
  }

  @Test
  void whereHttpIsNotToBeHadTheNextAttemptGoesByTls() throws Exception {
    try (Issuance issuance = new Issuance(home, 0)) {
      issuance.listenTls(https);
      issuance.keep(either(NAME));
      JobReport report = issuance.awaitProblem(NAME);

      issuance.pass(Duration.ofMinutes(10));

      assertThat(report.state().problem().orElseThrow().type()).isEqualTo("connection");
      issuance.awaitCertificate(NAME);
      issuance.scheduler().renew(NAME);
      JobReport renewed = issuance.awaitGeneration(NAME, 2);
      assertThat(renewed.state().course().proven()).contains(ChallengeKind.TLS_ALPN_01);
      assertThat(proxy.ordersMade()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_01, TLS_ALPN_01, 1", "TLS_ALPN_01, HTTP_01, 2"})
  void aServerInFrontThatAnswersTlsItselfIsNoReasonToLeaveHttp(
      ChallengeKind first, ChallengeKind second, int orders) throws Exception {
    answerTls();
    try (Issuance issuance = issuance()) {
      issuance.keep(spec(NAME, NAME, first, second));
      if (orders > 1) {
        JobReport refused = issuance.awaitProblem(NAME);
        assertThat(refused.state().problem().orElseThrow().detail()).contains("ALPN");
        issuance.pass(Duration.ofMinutes(10));
      }
      issuance.awaitCertificate(NAME);

      issuance.scheduler().renew(NAME);

      JobReport renewed = issuance.awaitGeneration(NAME, 2);
      assertThat(renewed.state().course().proven()).contains(ChallengeKind.HTTP_01);
      assertThat(proxy.ordersMade()).as("no attempt by TLS in between").isEqualTo(orders + 1);
    }
  }

  @Test
  void aRecordThatLeadsToAnotherServerIsExplained() throws Exception {
    other = answering("127.0.0.2", http);
    pebble.names("add-a", "{\"host\": \"" + NAME + ".\", \"addresses\": [\"127.0.0.2\"]}");
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      AcmeFailure failure = issuance.awaitProblem(NAME).state().problem().orElseThrow();

      assertThat(failure.kind()).isEqualTo(Kind.VALIDATION);
      assertThat(failure.type()).isEqualTo("unauthorized");
      assertThat(FailureAdvice.sentence(failure))
          .contains(NAME, "another answer", "does the name lead to this machine");
    }
  }

  @Test
  void anIpv6RecordThatLeadsNowhereIsNamed() throws Exception {
    pebble.names("add-aaaa", "{\"host\": \"" + NAME + ".\", \"addresses\": [\"::1\"]}");
    pebble.names("add-a", "{\"host\": \"" + NAME + ".\", \"addresses\": []}");
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      AcmeFailure failure = issuance.awaitProblem(NAME).state().problem().orElseThrow();

      assertThat(failure.kind()).isEqualTo(Kind.VALIDATION);
      assertThat(failure.type()).isEqualTo("connection");
      assertThat(FailureAdvice.sentence(failure)).contains("[::1]", "AAAA record");
    }
  }

  @Test
  void aRecordThatCannotBeWrittenIsToldWithoutAskingTheAuthorityToLook() throws Exception {
    try (Issuance issuance = new Issuance(home, new RefusedRecords())) {
      issuance.keep(one(NAME, ChallengeKind.DNS_01));

      AcmeFailure failure = issuance.awaitProblem("it").state().problem().orElseThrow();

      assertThat(failure.kind()).isEqualTo(Kind.VALIDATION);
      assertThat(failure.detail()).contains("NOTAUTH");
      assertThat(proxy.count("/chalZ")).isZero();
    }
  }

  /** As a name server that does not know our key. */
  private static final class RefusedRecords implements Solver {
    @Override
    public ChallengeKind kind() {
      return ChallengeKind.DNS_01;
    }

    @Override
    public void blockingPresent(Proof proof) throws AcmeProblem {
      throw new AcmeProblem(AcmeFailure.of(Kind.VALIDATION, "dns", "the server says NOTAUTH"));
    }

    @Override
    public void blockingCleanup(Proof proof) {
      // nothing was written
    }
  }

  /** Pebble does not look at CAA records; authorities answer so. */
  @Test
  void aCaaRecordThatForbidsIsExplainedAndNoOtherAuthorityAsked() throws Exception {
    String detail = "CAA record for " + NAME + " prevents issuance";
    proxy.on("/finalize-order", 1, FaultProxy.problem(403, "caa", detail));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      JobReport report = issuance.awaitProblem(NAME);

      AcmeFailure failure = report.state().problem().orElseThrow();
      assertThat(failure.kind()).isEqualTo(Kind.VALIDATION);
      assertThat(FailureAdvice.sentence(failure)).contains(detail, "does not allow this authority");
      assertThat(report.state().course().authority()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "xn--bcher-kva.example.com"})
  void addressesAndForeignScriptsAreProvedByHttp(String name) throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(one(name, ChallengeKind.HTTP_01));

      assertThat(issuance.awaitCertificate("it").material().orElseThrow().names())
          .containsExactly(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "xn--bcher-kva.example.com"})
  void addressesAndForeignScriptsAreProvedByTls(String name) throws Exception {
    assumeTrue(Pebble.isNewerInstalled(), Pebble.NEWER_MISSING);
    restart(behaviour().newer(Map.of("classic", Duration.ofDays(90))));
    try (Issuance issuance = new Issuance(home, 0)) {
      issuance.listenTls(https);
      issuance.keep(one(name, ChallengeKind.TLS_ALPN_01));

      assertThat(issuance.awaitCertificate("it").material().orElseThrow().names())
          .containsExactly(name);
    }
  }

  private CertSpec either(String name) {
    return spec(name, name, ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);
  }

  private CertSpec one(String name, ChallengeKind kind) {
    return spec("it", name, kind);
  }

  private CertSpec spec(String id, String name, ChallengeKind... kinds) {
    return new CertSpec(
        id,
        List.of(name),
        KeyKind.P256,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(Issuance.authority(proxy.directoryUrl(), pebble)),
        List.of(kinds));
  }

  /** Somebody else's server, which knows nothing of proofs. */
  private void answerTls() throws Exception {
    vertx
        .createHttpServer(FaultProxy.serverOptions(pebble))
        .requestHandler(request -> request.response().setStatusCode(404).end())
        .listen(https, "127.0.0.1")
        .await(30, TimeUnit.SECONDS);
  }

  /** Somebody else's server: knows nothing. */
  private static HttpServer answering(String address, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
