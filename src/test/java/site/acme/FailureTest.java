package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.acme.AcmeFailure.Kind;
import site.config.ChallengeKind;
import site.config.IssuanceConfig.AccountBinding;
import site.config.KeyKind;

/** What goes wrong between us and an authority, with a real authority and a proxy that spoils. */
@Timeout(60)
class FailureTest {
  private static final String NAME = "www.example.com";

  @TempDir Path home;

  private final int http = Pebble.freePort();
  private final Vertx vertx = Vertx.vertx();
  private Pebble pebble;
  private FaultProxy proxy;

  @BeforeEach
  void begin() throws Exception {
    assumeTrue(Pebble.isInstalled(), "pebble is not installed (apt-get install pebble)");
    restart(new Pebble.Behaviour(http, http));
  }

  private void restart(Pebble.Behaviour behaviour) throws Exception {
    if (pebble != null) {
      pebble.close();
    }
    pebble = Pebble.start(home.resolve("pebble"), behaviour);
    proxy = new FaultProxy(vertx, pebble);
  }

  @AfterEach
  void end() throws Exception {
    if (pebble != null) {
      pebble.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/finalize-order", "/certZ", "/my-order", "/authZ", "/chalZ"})
  void aConnectionThatBreaksCostsNoSecondOrder(String path) throws Exception {
    proxy.on(path, 1, request -> request.connection().close());
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.await(NAME, r -> r.state().problem().isPresent() || r.material().isPresent());

      passUntilIssued(issuance);

      assertThat(proxy.count("/order-plz")).isEqualTo(1);
    }
  }

  @Test
  void anAuthorityOutOfOrderIsAskedAgainForTheMissingStepOnly() throws Exception {
    proxy.on("/certZ", 2, FaultProxy.problem(500, "serverInternal", "no"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      JobReport report = issuance.awaitProblem(NAME);

      passUntilIssued(issuance);

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

      passUntilIssued(issuance);

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

      passUntilIssued(issuance);
    }
  }

  @Test
  void anAuthorityThatForgotEverythingIsToldAgain() throws Exception {
    try (Issuance issuance = direct(pebble.port())) {
      issuance.keep(Issuance.spec(Issuance.authority(pebble.directoryUrl(), pebble), NAME));
      issuance.awaitCertificate(NAME);
    }
    Path key = home.resolve("tls/accounts/pebble/key.pem");
    String before = Files.readString(key);
    int port = pebble.port();
    restart(new Pebble.Behaviour(http, http).on(port));
    try (Issuance issuance = direct(port)) {
      CertSpec other =
          Issuance.spec(Issuance.authority(pebble.directoryUrl(), pebble), "b.example.com");
      issuance.keep(other);

      issuance.awaitCertificate("b.example.com");
      assertThat(Files.readString(key)).isEqualTo(before);
    }
  }

  @Test
  void aLostAccountKeyMeansANewAccountAndNothingWorse() throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
    }
    Files.delete(home.resolve("tls/accounts/pebble/key.pem"));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
      issuance.scheduler().renew(NAME);

      issuance.await(NAME, r -> r.material().filter(m -> m.generation() == 2).isPresent());
    }
  }

  @Test
  void aTokenThatCannotBeReachedFailsOnceAtProductionAndThenOnStaging() throws Exception {
    Path second = home.resolve("staging");
    try (Pebble staging = Pebble.start(second, new Pebble.Behaviour(http, http));
        Issuance issuance = new Issuance(home, 0)) {
      FaultProxy trial = new FaultProxy(vertx, staging);
      Path roots = home.resolve("roots.pem");
      Files.writeString(
          roots, Files.readString(pebble.serverRoot()) + Files.readString(staging.serverRoot()));
      Authority both =
          new Authority(
              "pebble",
              proxy.directoryUrl(),
              Optional.of(roots),
              Optional.empty(),
              Optional.of(trial.directoryUrl()));
      issuance.keep(Issuance.spec(both, NAME));
      JobReport report = issuance.awaitProblem(NAME);

      issuance.pass(Duration.ofMinutes(2));
      issuance.await(NAME, r -> r.state().setback().failures() == 2);
      issuance.pass(Duration.ofMinutes(10));
      issuance.await(NAME, r -> r.state().setback().failures() == 3);

      assertThat(report.state().problem().orElseThrow().kind()).isEqualTo(Kind.VALIDATION);
      assertThat(report.state().problem().orElseThrow().names()).containsExactly(NAME);
      assertThat(proxy.count("/order-plz")).isEqualTo(1);
      assertThat(trial.count("/order-plz")).isEqualTo(2);
    }
    try (Pebble staging = Pebble.start(home.resolve("again"), new Pebble.Behaviour(http, http));
        Issuance issuance = issuance()) {
      Path roots = home.resolve("roots.pem");
      Files.writeString(
          roots, Files.readString(pebble.serverRoot()) + Files.readString(staging.serverRoot()));
      FaultProxy trial = new FaultProxy(vertx, staging);
      Authority both =
          new Authority(
              "pebble",
              proxy.directoryUrl(),
              Optional.of(roots),
              Optional.empty(),
              Optional.of(trial.directoryUrl()));
      issuance.keep(Issuance.spec(both, NAME));
      issuance.scheduler().renew(NAME);

      issuance.awaitCertificate(NAME);
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
  void anAccountThatMustBeBoundIs() throws Exception {
    String key = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    restart(
        new Pebble.Behaviour(http, http)
            .with("\"externalAccountBindingRequired\": true")
            .with("\"externalAccountMACKeys\": {\"kid-1\": \"" + key + "\"}"));
    try (Issuance issuance = issuance()) {
      issuance.keep(
          bound("a.example.com", Optional.empty()),
          bound("b.example.com", Optional.of(new AccountBinding("kid-2", key))),
          bound("c.example.com", Optional.of(new AccountBinding("kid-1", key))));

      issuance.awaitCertificate("c.example.com");
      assertThat(issuance.awaitProblem("a.example.com").state().isBlocked()).isTrue();
      assertThat(issuance.awaitProblem("b.example.com").state().isBlocked()).isTrue();
    }
  }

  @Test
  void theAuthoritysWindowAndProfilesAreUsedAndReplacesIsSaid() throws Exception {
    proxy.onDirectory(
        json -> {
          json.put("renewalInfo", proxy.url("/ari"));
          json.getJsonObject("meta")
              .put("profiles", new JsonObject().put("shortlived", "six days"));
          return json;
        });
    proxy.on("/ari/", 100, request -> window(request, -60, 3600));
    try (Issuance issuance = issuance()) {
      CertSpec spec = spec();
      CertSpec profiled =
          new CertSpec(
              NAME,
              spec.names(),
              KeyKind.P256,
              false,
              Optional.of(new CertSpec.Profile("shortlived", true)),
              Optional.empty(),
              spec.authorities(),
              spec.challenges());
      issuance.keep(profiled);
      JobReport first = issuance.await(NAME, r -> r.state().outlook().window().isPresent());

      assertThat(first.renewAt().orElseThrow()).isBefore(issuance.now().plusSeconds(3600));
      issuance.pass(Duration.ofHours(1));
      issuance.await(NAME, r -> r.material().filter(m -> m.generation() == 2).isPresent());
      String certificate = first.material().flatMap(Material::certificate).orElseThrow();
      assertThat(proxy.orders()).extracting(o -> o.getString("profile")).containsOnly("shortlived");
      assertThat(proxy.orders())
          .extracting(o -> o.getString("replaces"))
          .containsExactly(null, certificate);
    }
  }

  @Test
  void aReplacementTheAuthorityRefusesIsOrderedOnceMoreWithout() throws Exception {
    proxy.onDirectory(json -> json.put("renewalInfo", proxy.url("/ari")));
    proxy.on("/ari/", 100, request -> window(request, -60, 3600));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.await(NAME, r -> r.state().outlook().window().isPresent());
      proxy.on("/order-plz", 1, FaultProxy.problem(409, "alreadyReplaced", "replaced already"));

      issuance.pass(Duration.ofHours(1));

      issuance.await(NAME, r -> r.material().filter(m -> m.generation() == 2).isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"404", "500", "junk", "inverted"})
  void nonsenseAboutRenewalLeavesOurOwnRule(String kind) throws Exception {
    proxy.onDirectory(json -> json.put("renewalInfo", proxy.url("/ari")));
    proxy.on("/ari/", 100, nonsense(kind));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      JobReport report = issuance.await(NAME, r -> r.state().outlook().nextLook().isPresent());

      Duration life = report.material().orElseThrow().lifetime();
      assertThat(report.renewAt().orElseThrow()).isAfter(issuance.now().plus(life.dividedBy(2)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProfileThatIsGoneStopsOnlyThoseWhoInsist(boolean required) throws Exception {
    CertSpec spec = spec();
    CertSpec profiled =
        new CertSpec(
            NAME,
            spec.names(),
            KeyKind.P256,
            false,
            Optional.of(new CertSpec.Profile("gone", required)),
            Optional.empty(),
            spec.authorities(),
            spec.challenges());
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled);

      JobReport report = issuance.await(NAME, r -> r.activity().startsWith("waits"));

      assertThat(report.state().isBlocked()).isEqualTo(required);
      assertThat(report.material().isEmpty()).isEqualTo(required);
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

  @Test
  void manyNamesAreObtainedFourAtATime() throws Exception {
    restart(new Pebble.Behaviour(http, http).with("PEBBLE_WFE_NONCEREJECT", "30"));
    Authority authority = Issuance.authority(proxy.directoryUrl(), pebble);
    int names = Integer.getInteger("site.acme.names", 20);
    try (Issuance issuance = issuance()) {
      issuance.keep(
          IntStream.range(0, names)
              .mapToObj(i -> Issuance.spec(authority, "n" + i + ".example.com"))
              .toArray(CertSpec[]::new));
      long flying = 0;
      while (issued(issuance) < names) {
        flying = Math.max(flying, flying(issuance));
        issuance.pass(Duration.ofSeconds(1));
        Thread.sleep(20);
      }

      assertThat(flying).isBetween(1L, 4L);
      assertThat(proxy.count("/order-plz")).isGreaterThanOrEqualTo(names);
    }
  }

  private static long issued(Issuance issuance) {
    return issuance.scheduler().reports().stream().filter(r -> r.material().isPresent()).count();
  }

  private static long flying(Issuance issuance) {
    return issuance.scheduler().reports().stream()
        .filter(r -> r.state().pending().isPresent() && r.activity().startsWith("is being"))
        .count();
  }

  private Issuance issuance() throws Exception {
    return new Issuance(home, http);
  }

  private Issuance direct(int port) throws Exception {
    assertThat(pebble.port()).isEqualTo(port);
    return issuance();
  }

  private CertSpec spec() {
    return Issuance.spec(Issuance.authority(proxy.directoryUrl(), pebble), NAME);
  }

  private CertSpec bound(String name, Optional<AccountBinding> binding) {
    Authority authority =
        new Authority(
            name.substring(0, 1),
            proxy.directoryUrl(),
            Optional.of(pebble.serverRoot()),
            binding,
            Optional.empty());
    return Issuance.spec(authority, name);
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

  private void passUntilIssued(Issuance issuance) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      boolean issued =
          issuance.scheduler().reports().stream().anyMatch(r -> r.material().isPresent());
      if (issued) {
        return;
      }
      issuance.pass(Duration.ofMinutes(1));
      Thread.sleep(50);
    }
    throw new AssertionError("never issued: " + issuance.scheduler().reports());
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

  private static Consumer<HttpServerRequest> nonsense(String kind) {
    return switch (kind) {
      case "404" -> FaultProxy.problem(404, "malformed", "not found");
      case "500" -> FaultProxy.problem(500, "serverInternal", "no");
      case "junk" ->
          request ->
              request.response().putHeader("content-type", "application/json").end("{\"a\": 1}");
      default -> request -> window(request, 3600, -3600);
    };
  }

  private static void window(HttpServerRequest request, long from, long to) {
    Instant now = Instant.now();
    request
        .response()
        .putHeader("content-type", "application/json")
        .putHeader("retry-after", "21600")
        .end(
            new JsonObject()
                .put(
                    "suggestedWindow",
                    new JsonObject()
                        .put("start", now.plusSeconds(from).toString())
                        .put("end", now.plusSeconds(to).toString()))
                .encode());
  }
}
