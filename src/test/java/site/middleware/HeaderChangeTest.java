package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.http.Action;
import site.http.Chain;
import site.http.HttpFailure;

class HeaderChangeTest {
  private static final HeaderChange RESPONSE =
      new HeaderChange(
          Map.of(), Map.of("x-frame-options", Optional.of("DENY"), "server", Optional.empty()));

  @Test
  void theActionSeesTheChangedRequest() throws Exception {
    var change =
        new HeaderChange(
            Map.of("x-env", Optional.of("prod"), "cookie", Optional.empty()), Map.of());
    Action echo =
        exchange ->
            exchange
                .response()
                .end(
                    exchange.request().headers().getAll("x-env")
                        + " "
                        + exchange.request().getHeader("cookie"));

    try (var served = new Served(Chain.of(List.of(change), echo))) {
      String response = served.raw("GET / HTTP/1.1\r\nX-Env: a\r\nx-env: b\r\nCookie: c\r\n");

      assertThat(response).endsWith("[prod] null");
    }
  }

  static List<Action> actions() {
    return List.of(
        exchange -> exchange.response().putHeader("Server", "secret/1.0").end("whole"),
        exchange -> exchange.response().putHeader("server", "secret/1.0").end(),
        exchange -> {
          exchange.response().setChunked(true).putHeader("X-Frame-Options", "SAMEORIGIN");
          return exchange.response().write("in ").compose(x -> exchange.response().end("parts"));
        },
        exchange -> Future.failedFuture(new HttpFailure(404, "nothing here")),
        exchange -> Future.failedFuture("a bug"));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void theClientSeesTheChangedResponseWhoeverMadeIt(Action action) throws Exception {
    try (var served = new Served(Chain.of(List.of(RESPONSE), action))) {
      assertThat(served.get("/").toLowerCase(Locale.ROOT))
          .containsOnlyOnce("x-frame-options: deny\r\n")
          .doesNotContain("server:");
      assertThat(served.http2Head("/").get("x-frame-options")).isEqualTo("DENY");
      assertThat(served.http2Head("/").contains("server")).isFalse();
    }
  }

  @Test
  void theOuterOfTwoHasTheLastWord() throws Exception {
    var outer = new HeaderChange(Map.of(), Map.of("x-a", Optional.of("outer")));
    var inner =
        new HeaderChange(Map.of(), Map.of("x-a", Optional.of("inner"), "x-b", Optional.of("b")));

    try (var served =
        new Served(
            Chain.of(
                List.of(outer, new Hsts(Duration.ofDays(1)), inner),
                exchange -> exchange.response().end()))) {
      assertThat(served.get("/")).contains("x-a: outer\r\n", "x-b: b\r\n").doesNotContain("inner");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\r", "\u0000"})
  void aValueThatWouldEndTheFieldIsRefusedAtOnce(String value) {
    assertThatThrownBy(() -> new HeaderChange(Map.of(), Map.of("x-a", Optional.of(value))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HeaderChange(Map.of("x-a", Optional.of(value)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameThatIsNoneIsRefusedAtOnce() {
    assertThatThrownBy(() -> new HeaderChange(Map.of(), Map.of("x a", Optional.of("v"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
