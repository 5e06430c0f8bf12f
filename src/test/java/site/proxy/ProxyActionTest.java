package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProxyActionTest {
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  private static HttpResponse<String> get(Front front, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(front.url(path))).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void answersWhatTheTargetAnswers() throws Exception {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        Front front = Front.before(vertx, target.port())) {

      HttpResponse<String> response = get(front, "/a?b=c");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("ok");
    }
  }
}
