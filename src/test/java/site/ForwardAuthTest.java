package site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another server decides who may: asked over a real socket, by a whole server. */
class ForwardAuthTest {
  private final Vertx vertx = Vertx.vertx();

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    HttpServer authority = listen(ForwardAuthTest::decide);
    HttpServer upstream = listen(ForwardAuthTest::tell);
    server =
        TestServer.start(
            home,
            """
            listeners: [{ address: "127.0.0.1:0" }]
            sites:
              - hosts: ["*"]
                auth:
                  forward: { url: "http://127.0.0.1:%1$d/check", copy: [X-Groups], timeout: 1s }
                  user-header: X-User
                routes:
                  - { path: /gone, auth: { forward: "http://127.0.0.1:1/" }, respond: { body: no } }
                  - { proxy: ["http://127.0.0.1:%2$d"] }
            """
                .formatted(authority.actualPort(), upstream.actualPort()));
  }

  private HttpServer listen(Handler<HttpServerRequest> handler) throws Exception {
    return vertx
        .createHttpServer()
        .requestHandler(handler)
        .listen(0, "127.0.0.1")
        .await(20, TimeUnit.SECONDS);
  }

  private static void decide(HttpServerRequest question) {
    String token = String.valueOf(question.getHeader("x-token"));
    switch (token) {
      case "good" ->
          question
              .response()
              .putHeader("Remote-User", "ada")
              .putHeader("X-Groups", "staff")
              .putHeader("X-Secret", "1")
              .end("ignored");
      case "login" ->
          question.response().setStatusCode(302).putHeader("Location", "https://login/").end();
      case "broken" -> question.response().setStatusCode(500).end();
      case "silent" -> question.resume();
      default ->
          question
              .response()
              .setStatusCode(401)
              .putHeader("WWW-Authenticate", "Bearer")
              .end(
                  question.getHeader("x-forwarded-method")
                      + " "
                      + question.getHeader("x-forwarded-uri")
                      + " "
                      + question.getHeader("content-length"));
    }
  }

  private static void tell(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .end(
                        request.getHeader("x-user")
                            + " "
                            + request.getHeader("x-groups")
                            + " "
                            + request.getHeader("x-secret")
                            + " "
                            + body));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private HttpResponse<String> post(String path, String token) throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.url("http", 0, path))
            .header("x-token", token)
            .header("x-user", "root")
            .header("x-groups", "admins")
            .POST(BodyPublishers.ofString("body")));
  }

  @Test
  void aYesLetsTheRequestThroughAsTheUserItNames() throws Exception {
    assertThat(post("/a", "good").body()).isEqualTo("ada staff null body");
  }

  @Test
  void aNoIsTheAnswerAndWasDecidedWithoutTheBody() throws Exception {
    HttpResponse<String> refused = post("/a?b", "bad");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("www-authenticate")).hasValue("Bearer");
    assertThat(refused.body()).isEqualTo("POST /a?b null");
  }

  @Test
  void soIsARedirect() throws Exception {
    HttpResponse<String> redirected = post("/a", "login");

    assertThat(redirected.statusCode()).isEqualTo(302);
    assertThat(redirected.headers().firstValue("location")).hasValue("https://login/");
  }

  @Test
  void nobodyEntersWhileItCannotBeAsked() throws Exception {
    assertThat(post("/a", "broken").statusCode()).isEqualTo(502);
    assertThat(post("/a", "silent").statusCode()).isEqualTo(504);
    assertThat(post("/gone", "good").statusCode()).isEqualTo(502);
  }
}
