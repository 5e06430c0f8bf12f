package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Renewal as the authority wants it (RFC 9773) and profiles, said by the proxy in front of a pebble
 * that knows neither. {@link NewerPebbleTest} has one that does.
 */
class RenewalInfoTest extends WithPebble {
  private static final String PAGE = "https://authority.example/incident";

  @Test
  void theAuthoritysWindowAndProfilesAreUsedAndReplacesIsSaid() throws Exception {
    proxy.onDirectory(
        json -> {
          json.put("renewalInfo", proxy.url("/ari"));
          json.getJsonObject("meta")
              .put("profiles", new JsonObject().put("shortlived", "six days"));
          return json;
        });
    proxy.on("/ari/", 100, soonForTheFirst());
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled("shortlived", true));
      JobReport first = issuance.awaitWindow(NAME);

      assertThat(first.renewAt().orElseThrow()).isBefore(issuance.now().plusSeconds(3600));
      issuance.pass(Duration.ofHours(1));
      issuance.awaitGeneration(NAME, 2);
      String certificate = first.material().flatMap(Material::certificate).orElseThrow();
      assertThat(proxy.orders()).extracting(o -> o.getString("profile")).containsOnly("shortlived");
      assertThat(proxy.orders())
          .extracting(o -> o.getString("replaces"))
          .containsExactly(null, certificate);
    }
  }

  @Test
  void aReplacementTheAuthorityRefusesIsOrderedOnceMoreWithout() throws Exception {
    announce(soonForTheFirst());
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitWindow(NAME);
      proxy.on("/order-plz", 1, FaultProxy.problem(409, "alreadyReplaced", "replaced already"));

      issuance.pass(Duration.ofHours(1));

      issuance.awaitGeneration(NAME, 2);
      assertThat(proxy.orders()).hasSize(3);
      assertThat(proxy.orders().get(1).containsKey("replaces")).isTrue();
      assertThat(proxy.orders().get(2).containsKey("replaces")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"404", "500", "junk", "inverted"})
  void nonsenseAboutRenewalLeavesOurOwnRule(String kind) throws Exception {
    announce(nonsense(kind));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      JobReport report = issuance.await(NAME, r -> r.state().outlook().nextLook().isPresent());

      Duration life = report.material().orElseThrow().lifetime();
      assertThat(report.renewAt().orElseThrow()).isAfter(issuance.now().plus(life.dividedBy(2)));
    }
  }

  @Test
  void aWindowThatIsAlwaysOverStopsAfterThreeCertificatesAndAPersonCanGoOn() throws Exception {
    announce(request -> window(request, -7200, -3600));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());

      JobReport stopped =
          issuance.await(
              NAME,
              r ->
                  r.material().filter(m -> m.generation() == 3).isPresent()
                      && r.activity().startsWith("waits"));

      assertThat(stopped.state().problem().orElseThrow().kind()).isEqualTo(AcmeFailure.Kind.LOCAL);
      assertThat(stopped.state().setback().nextAttempt().orElseThrow())
          .isAfter(issuance.now().plus(Duration.ofHours(23)));
      issuance.pass(Duration.ofHours(1));
      assertThat(proxy.count("/order-plz")).isEqualTo(3);
      issuance.scheduler().renew(NAME);
      issuance.awaitGeneration(NAME, 4);
    }
  }

  @Test
  void aWindowThatMovesIsToldWithTheAuthoritysPage() throws Exception {
    proxy.onDirectory(json -> json.put("renewalInfo", proxy.url("/ari")));
    proxy.on("/ari/", 1, request -> window(request, 30 * 86_400, 31 * 86_400));
    proxy.on("/ari/", 100, request -> window(request, 3 * 86_400, 4 * 86_400, PAGE));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitWindow(NAME);

      issuance.pass(Duration.ofHours(7));

      issuance.await(
          NAME, r -> r.state().outlook().window().flatMap(RenewalWindow::explanation).isPresent());
      assertThat(issuance.news())
          .filteredOn(n -> n.kind() == CertNews.Kind.RESCHEDULED)
          .singleElement()
          .satisfies(n -> assertThat(n.text()).contains(PAGE));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProfileThatIsGoneStopsOnlyThoseWhoInsist(boolean required) throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled("gone", required));

      JobReport report = issuance.await(NAME, r -> r.activity().startsWith("waits"));

      assertThat(report.state().isBlocked()).isEqualTo(required);
      assertThat(report.material().isEmpty()).isEqualTo(required);
    }
  }

  private void announce(Consumer<HttpServerRequest> answer) {
    proxy.onDirectory(json -> json.put("renewalInfo", proxy.url("/ari")));
    proxy.on("/ari/", 100, answer);
  }

  /**
   * The certificate asked about first is wanted back within the hour, those after it much later.
   */
  private static Consumer<HttpServerRequest> soonForTheFirst() {
    AtomicReference<String> first = new AtomicReference<>();
    return request -> {
      first.compareAndSet(null, request.path());
      boolean soon = request.path().equals(first.get());
      window(request, soon ? -60 : 30 * 86_400L, soon ? 3600 : 31 * 86_400L);
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
    window(request, from, to, "");
  }

  private static void window(HttpServerRequest request, long from, long to, String page) {
    JsonObject answer = suggestion(Instant.now().plusSeconds(from), Instant.now().plusSeconds(to));
    if (!page.isEmpty()) {
      answer.put("explanationURL", page);
    }
    request
        .response()
        .putHeader("content-type", "application/json")
        .putHeader("retry-after", "21600")
        .end(answer.encode());
  }

  /** RFC 9773 4.2. */
  static JsonObject suggestion(Instant start, Instant end) {
    return new JsonObject()
        .put(
            "suggestedWindow",
            new JsonObject().put("start", start.toString()).put("end", end.toString()));
  }
}
