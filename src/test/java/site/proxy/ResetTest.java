package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.TargetUrl.Protocol;
import site.proxy.Front.Settings;

/** Streams of HTTP/2 that one side breaks off are broken off on the other (RFC 9113 5.4.2). */
class ResetTest {
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  private static HttpServer target(io.vertx.core.Handler<HttpServerRequest> answer) {
    HttpServerConfig config =
        new HttpServerConfig()
            .setVersions(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
            .setHost("127.0.0.1")
            .setPort(0);
    return Front.await(vertx.createHttpServer(config).requestHandler(answer).listen());
  }

  private static Front before(HttpServer target) {
    return Settings.PLAIN.protocol(Protocol.H2C).before(vertx, target.actualPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1, 0x2, 0x7, 0x8, 0xb})
  void theTargetsCodeReachesTheClient(int code) {
    HttpServer target =
        target(
            request ->
                request.response().write("begun").onSuccess(v -> request.response().reset(code)));
    try (Front front = before(target)) {

      Future<Buffer> body =
          H2.onLoop(
              vertx,
              () ->
                  H2.request(vertx, front, HttpMethod.GET)
                      .compose(HttpClientRequest::send)
                      .compose(HttpClientResponse::body));

      Eventually.until("the response is over", body::isComplete);
      assertThat(body.cause())
          .isInstanceOfSatisfying(
              StreamResetException.class, reset -> assertThat(reset.getCode()).isEqualTo(code));
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    } finally {
      Front.await(target.close());
    }
  }

  @Test
  void theClientsResetReachesTheTarget() throws Exception {
    CompletableFuture<Throwable> reset = new CompletableFuture<>();
    HttpServer target =
        target(
            request -> {
              request.exceptionHandler(reset::complete);
              request.response().exceptionHandler(reset::complete).write("begun");
            });
    try (Front front = before(target)) {

      H2.onLoop(
          vertx,
          () ->
              H2.request(vertx, front, HttpMethod.GET)
                  .compose(request -> request.send().onSuccess(answer -> request.reset(0x8))));

      assertThat(reset.get(20, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              StreamResetException.class, cause -> assertThat(cause.getCode()).isEqualTo(0x8));
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    } finally {
      Front.await(target.close());
    }
  }
}
