package kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer of eleven bytes for each name, with room for two of them. */
class KeptAnswersTest {
  private final AtomicInteger written = new AtomicInteger();
  private final KeptAnswers answers = new KeptAnswers(22);
  private final HttpClient client = HttpClient.newHttpClient();
  private Vertx vertx;
  private int port;

  @BeforeEach
  void serve() throws Exception {
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.get("/:name").handler(this::answer);
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    port = server.listen(0, "127.0.0.1").await(30, TimeUnit.SECONDS).actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  private void answer(RoutingContext ctx) {
    String etag = "W/\"" + ctx.pathParam("name") + "\"";
    answers.answer(
        ctx,
        "text/plain",
        etag,
        () -> Buffer.buffer("the " + written.incrementAndGet() + " one  "));
  }

  @Test
  void whatWasWrittenOnceIsSentAgainAsItIs() throws Exception {
    HttpResponse<String> first = get("a", "");

    assertThat(first.body()).isEqualTo("the 1 one  ");
    assertThat(get("a", "").body()).isEqualTo(first.body());
    assertThat(get("a", "W/\"other\"").headers().firstValue("etag")).contains("W/\"a\"");
    assertThat(written).hasValue(1);
  }

  @Test
  void whoHasItIsToldSoAndNothingIsWritten() throws Exception {
    HttpResponse<String> known = get("a", "\"x\", W/\"a\"");

    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.headers().firstValue("etag")).contains("W/\"a\"");
    assertThat(known.body()).isEmpty();
    assertThat(written).hasValue(0);
  }

  @Test
  void whereThereIsNoMoreRoomTheOneNobodyAsksForGoes() throws Exception {
    get("a", "");
    get("b", "");
    get("a", "");
    get("c", "");

    assertThat(get("c", "").body()).isEqualTo("the 3 one  ");
    assertThat(get("b", "").body()).isEqualTo("the 4 one  ");
  }

  private HttpResponse<String> get(String name, String known) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + name));
    if (!known.isEmpty()) {
      request.header("if-none-match", known);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
