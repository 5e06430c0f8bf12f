package site.respond;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.ActionConfig;
import site.http.Action;
import site.http.BareServer;
import site.http.RawHttp;
import site.http.RawHttp.Answer;

class ActionsTest {
  private BareServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectToAnotherPlace(int status) {
    serve(new RedirectAction(new ActionConfig.Redirect("/new/{rest}", status), "/old/*"));

    Answer answer = get("/old/a%20b/c?d=e");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("location")).isEqualTo("/new/a%20b/c?d=e");
    assertThat(answer.header("content-length")).isEqualTo("0");
  }

  @Test
  void refuseTheRestOfAPathWithoutAStar() {
    var config = new ActionConfig.Redirect("/new/{rest}", 308);

    assertThatThrownBy(() -> new RedirectAction(config, "/old"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{rest}");
  }

  @ParameterizedTest
  @CsvSource({
    "443, /, https://site.test/",
    "443, /a%20b?c=d&e, https://site.test/a%20b?c=d&e",
    "443, /?, https://site.test/?",
    "8443, /a, https://site.test:8443/a",
    "443, //evil.test/, https://site.test/evil.test/",
  })
  void redirectToHttps(int port, String path, String location) {
    serve(new HttpsRedirect(port));

    Answer answer = RawHttp.send(server.port(), "POST", path);

    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.header("location")).isEqualTo(location);
  }

  @Test
  void respondWithAFixedText() {
    serve(new RespondAction(new ActionConfig.Respond(200, "pöng", Map.of("x-a", "b"))));

    Answer get = get("/");
    Answer head = RawHttp.send(server.port(), "HEAD", "/");

    assertThat(get.status()).isEqualTo(200);
    assertThat(new String(get.text().getBytes(ISO_8859_1), UTF_8)).isEqualTo("pöng");
    assertThat(get.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(get.header("x-a")).isEqualTo("b");
    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(head.text()).isEmpty();
  }

  @Test
  void respondWithTheHeadersThatWereConfigured() {
    var headers = Map.of("Content-Type", "application/json", "Content-Length", "99");
    serve(new RespondAction(new ActionConfig.Respond(418, "{}", headers)));

    Answer answer = get("/");

    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.text()).isEqualTo("{}");
  }

  @Test
  void respondWithoutContentWhereThereMustBeNone() {
    serve(new RespondAction(new ActionConfig.Respond(204, "", Map.of("x-a", "b"))));

    Answer answer = get("/");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers())
        .containsEntry("x-a", "b")
        .doesNotContainKeys("content-length", "content-type");
  }

  @Test
  void respondWithTheErrorPageWhereNoBodyIsConfigured() {
    serve(new RespondAction(new ActionConfig.Respond(503, "", Map.of("retry-after", "5"))));

    Answer answer = get("/");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("5");
    assertThat(answer.text()).startsWith("503 Service Unavailable");
  }

  private void serve(Action action) {
    server = BareServer.start(Vertx.vertx(), action);
  }

  private Answer get(String path) {
    return RawHttp.get(server.port(), path);
  }
}
