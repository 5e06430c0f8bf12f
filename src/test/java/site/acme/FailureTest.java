package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.acme.AcmeFailure.Kind;
import site.config.ChallengeKind;
import site.config.KeyKind;

/** What goes wrong between us and an authority, with a real authority and a proxy that spoils. */
class FailureTest extends WithPebble {
  @ParameterizedTest
  @ValueSource(strings = {"/finalize-order", "/certZ", "/my-order", "/authZ", "/chalZ"})
  void aConnectionThatBreaksCostsNoSecondOrder(String path) throws Exception {
    proxy.on(path, 1, request -> request.connection().close());
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.await(NAME, r -> r.state().problem().isPresent() || r.material().isPresent());

      issuance.passUntilIssued();

      assertThat(proxy.count("/order-plz")).isEqualTo(1);
    }
  }

  @Test
  void anAuthorityOutOfOrderIsAskedAgainForTheMissingStepOnly() throws Exception {
    proxy.on("/certZ", 2, FaultProxy.problem(500, "serverInternal", "no"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      JobReport report = issuance.awaitProblem(NAME);

      issuance.passUntilIssued();

      assertThat(report.state().problem().orElseThrow().kind()).isEqualTo(Kind.CA_BUSY);
      assertThat(proxy.count("/order-plz")).isEqualTo(1);
      assertThat(proxy.count("/finalize-order")).isEqualTo(1);
    }
  }

  @Test
  void aRateLimitIsHonouredByTheNextProcessToo() throws Exception {
    proxy.on("/order-plz", 1, retryAfter(429, "3600", "application/problem+json"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      JobReport report = issuance.awaitProblem(NAME);

      assertThat(report.state().setback().nextAttempt().orElseThrow())
          .isBetween(issuance.now().plusSeconds(3500), issuance.now().plusSeconds(3600));
      AuthorityTraffic.Counts counts = issuance.scheduler().traffic().get("pebble");
      assertThat(counts.byStatus()).containsEntry(429, 1L).containsKey(200);
      assertThat(counts.quietUntil().orElseThrow())
          .isBetween(issuance.now().plusSeconds(3500), issuance.now().plusSeconds(3600));
      assertThat(counts.time()).isPositive();
    }
    long before = proxy.count();
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.pass(Duration.ofMinutes(50));
      issuance.awaitProblem(NAME);
      assertThat(proxy.count()).isEqualTo(before);

      issuance.pass(Duration.ofMinutes(11));

      issuance.awaitCertificate(NAME);
    }
  }

  @Test
  void theWishOfAContentDeliveryNetworkIsHonoured() throws Exception {
    proxy.on("/order-plz", 1, retryAfter(503, "7200", "text/html"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      JobReport report = issuance.awaitProblem(NAME);

      assertThat(report.state().setback().nextAttempt().orElseThrow())
          .isAfter(issuance.now().plusSeconds(7000));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stalled", "endless", "garbage", "truncated", "portal"})
  void anAnswerThatIsNoneIsTriedAgain(String kind) throws Exception {
    proxy.on("/order-plz", 1, spoiled(kind));
    try (Issuance issuance = new Issuance(home, http, Duration.ofSeconds(2))) {
      issuance.keep(spec());
      JobReport report = issuance.awaitProblem(NAME);

      issuance.passUntilIssued();

      assertThat(report.state().problem().orElseThrow().kind()).isEqualTo(Kind.CA_BUSY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "soon", "86400", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void strangePausesOfTheAuthorityDoNotStopAnOrder(String retryAfter) throws Exception {
    proxy.onHead(response -> response.putHeader("retry-after", retryAfter));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      issuance.await(NAME, r -> r.material().isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-600, 600})
  void anotherClockAtTheAuthorityDoesNotStopAnOrder(long seconds) throws Exception {
    proxy.onHead(
        response ->
            response
                .putHeader("retry-after", "0")
                .putHeader(
                    "date",
                    java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().plusSeconds(seconds).atOffset(java.time.ZoneOffset.UTC))));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      issuance.await(NAME, r -> r.material().isPresent());
    }
  }

  @Test
  void noncesThatAreRefusedNineTimesInTenAreOvercome() throws Exception {
    restart(new Pebble.Behaviour(http, http).with("PEBBLE_WFE_NONCEREJECT", "90"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      issuance.passUntilIssued();
    }
  }

  @Test
  void aNameTheAuthorityRefusesWaitsForAPersonAndOthersGoOn() throws Exception {
    restart(
        new Pebble.Behaviour(http, http).with("\"domainBlocklist\": [\"blocked.example.com\"]"));
    try (Issuance issuance = issuance()) {
      Authority authority = Issuance.authority(proxy.directoryUrl(), pebble);
      issuance.keep(Issuance.spec(authority, "blocked.example.com"), spec());

      issuance.awaitCertificate(NAME);
      JobReport blocked = issuance.awaitProblem("blocked.example.com");

      assertThat(blocked.state().isBlocked()).isTrue();
      assertThat(blocked.state().setback().nextAttempt().orElseThrow())
          .isAfter(issuance.now().plus(Duration.ofHours(23)));
    }
  }

  @Test
  void aChainIsChosenByItsTopmostIssuerAndTheUsualOneTakenWhenItIsGone() throws Exception {
    restart(new Pebble.Behaviour(http, http).with("PEBBLE_ALTERNATE_ROOTS", "2"));
    String wanted = commonName(pebble.issuingRoot(2));
    try (Issuance issuance = issuance()) {
      issuance.keep(chained("a.example.com", wanted), chained("b.example.com", "Nobody"));

      issuance.awaitCertificate("a.example.com");
      issuance.awaitCertificate("b.example.com");
      assertThat(topmostIssuer(issuance, "a.example.com")).isEqualTo(wanted);
      assertThat(topmostIssuer(issuance, "b.example.com")).isNotEqualTo(wanted);
    }
  }

  @Test
  void storageThatDoesNotWorkKeepsTheAuthorityOutOfIt() throws Exception {
    Files.createDirectories(home.resolve("tls/.test.tmp/in the way"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      JobReport report = issuance.awaitProblem(NAME);

      assertThat(report.state().problem().orElseThrow().kind()).isEqualTo(Kind.LOCAL);
      assertThat(proxy.count()).isZero();
    }
  }

  private CertSpec chained(String name, String issuer) {
    return new CertSpec(
        name,
        List.of(name),
        KeyKind.RSA2048,
        false,
        Optional.empty(),
        Optional.of(issuer),
        List.of(Issuance.authority(proxy.directoryUrl(), pebble)),
        List.of(ChallengeKind.HTTP_01));
  }

  private static String topmostIssuer(Issuance issuance, String id) {
    List<X509Certificate> chain =
        issuance.store().blockingCurrent(id).orElseThrow().credential().chain();
    return commonName(chain.get(chain.size() - 1).getIssuerX500Principal().getName());
  }

  private static String commonName(String name) {
    return name.replaceFirst("^.*CN=", "").replaceFirst(",.*$", "");
  }

  private static Consumer<HttpServerRequest> retryAfter(int status, String value, String type) {
    return request ->
        request
            .response()
            .setStatusCode(status)
            .putHeader("retry-after", value)
            .putHeader("content-type", type)
            .end(
                new JsonObject()
                    .put("type", "urn:ietf:params:acme:error:rateLimited")
                    .put("detail", "too many")
                    .encode());
  }

  private static Consumer<HttpServerRequest> spoiled(String kind) {
    return request -> {
      var response = request.response().setStatusCode(201).putHeader("replay-nonce", "aaaa");
      response.putHeader("content-type", "application/json").putHeader("location", "https://x/y");
      switch (kind) {
        case "stalled" -> response.setChunked(true).write("{");
        case "endless" -> response.end(Buffer.buffer(new byte[3 << 20]));
        case "garbage" -> response.end("}{");
        case "truncated" -> response.end("{\"status\": \"pen");
        default -> response.setStatusCode(200).putHeader("content-type", "text/html").end("Hi");
      }
    };
  }
}
