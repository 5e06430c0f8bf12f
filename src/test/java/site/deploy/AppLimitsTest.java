package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.AppConfig;
import site.config.SupervisionConfig;
import site.config.SupervisionConfig.Limits;

class AppLimitsTest {
  @TempDir Path home;
  private Host host;

  @BeforeEach
  void start() {
    host = new Host(home);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void givesAnAppNoMoreAtATimeThanItMayHaveAndTheRestInOrder() throws Exception {
    Deployment deployment = host.deploy(limited(2, 100, Duration.ofSeconds(60)));

    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      asked.add(host.ask("/"));
      int soFar = i + 1;
      Host.until(
          () -> deployment.state().inFlight() + deployment.state().health().waiting() == soFar);
    }
    boolean twoAndFour =
        deployment.state().inFlight() == 2 && deployment.state().health().waiting() == 4;
    host.get("/free/go");

    assertThat(twoAndFour).isTrue();
    assertThat(asked.stream().map(CompletableFuture::join).map(HttpResponse::body))
        .containsExactly("1", "2", "3", "4", "5", "6");
    Host.until(() -> deployment.state().inFlight() == 0);
  }

  @Test
  void answers503ToThoseBeyondTheQueueAndLeavesOtherAppsAlone() throws Exception {
    Deployment deployment = host.deploy(limited(1, 1, Duration.ofSeconds(7)));
    CompletableFuture<HttpResponse<String>> inside = host.ask("/");
    Host.until(() -> deployment.state().inFlight() == 1);
    CompletableFuture<HttpResponse<String>> waiting = host.ask("/");
    Host.until(() -> deployment.state().health().waiting() == 1);

    HttpResponse<String> beyond = host.get("/");
    HttpResponse<String> other = host.get("/free/go");

    assertThat(beyond.statusCode()).isEqualTo(503);
    assertThat(beyond.body()).isEqualTo("apps.app: 1 requests are waiting already");
    assertThat(beyond.headers().firstValue("retry-after")).hasValue("7");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(inside.join().statusCode()).isEqualTo(200);
    assertThat(waiting.join().statusCode()).isEqualTo(200);
  }

  @Test
  void answers503ToThoseWhoWaitTooLong() throws Exception {
    Deployment deployment = host.deploy(limited(1, 5, Duration.ofMillis(50)));
    CompletableFuture<HttpResponse<String>> inside = host.ask("/");
    Host.until(() -> deployment.state().inFlight() == 1);

    HttpResponse<String> late = host.get("/");

    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(deployment.state().health().waiting()).isZero();
    host.get("/free/go");
    assertThat(inside.join().statusCode()).isEqualTo(200);
  }

  @Test
  void forgetsThoseWhoLeaveWhileTheyWait() throws Exception {
    Deployment deployment = host.deploy(limited(1, 5, Duration.ofSeconds(60)));
    CompletableFuture<HttpResponse<String>> inside = host.ask("/");
    Host.until(() -> deployment.state().inFlight() == 1);

    CompletableFuture<HttpResponse<String>> impatient = host.ask("/");
    Host.until(() -> deployment.state().health().waiting() == 1);
    impatient.cancel(true);

    Host.until(() -> deployment.state().health().waiting() == 0);
    host.get("/free/go");
    assertThat(inside.join().body()).isEqualTo("1");
  }

  @Test
  void leavesTheBodyOfARequestThatWaitsWithItsClient() throws Exception {
    Deployment deployment = host.deploy(limited(1, 5, Duration.ofSeconds(60)));
    CompletableFuture<HttpResponse<String>> inside = host.ask("/");
    Host.until(() -> deployment.state().inFlight() == 1);
    byte[] body = new byte[30_000_000];

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      String head =
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> write(socket, body));
      Host.until(() -> deployment.state().health().waiting() == 1);
      boolean sentWhileWaiting = sent.isDone();
      host.get("/free/go");
      InputStream in = socket.getInputStream();

      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith("\r\n\r\n2");
      assertThat(sentWhileWaiting).isFalse();
      assertThat(inside.join().body()).isEqualTo("1");
    }
  }

  private static void write(Socket socket, byte[] body) {
    try {
      socket.getOutputStream().write(body);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers its requests by number, none of them before the app at /free is asked for /go. */
  private AppConfig limited(int concurrent, int queue, Duration time) throws Exception {
    Path gate = home.resolve("gate");
    Path jar =
        AppJar.of(
                "import io.vertx.core.*; import java.nio.file.*;",
                """
                public class Main extends VerticleBase {
                  private int count;
                  public Future<?> start() {
                    return vertx.createHttpServer().requestHandler(request -> {
                      int number = ++count;
                      request.body().onSuccess(body -> vertx.setPeriodic(5, id -> {
                        if (Files.exists(Path.of("%s")) && vertx.cancelTimer(id)) {
                          request.response().end("" + number);
                        }
                      }));
                    }).listen(80);
                  }
                }
                """
                    .formatted(gate))
            .pack(home.resolve("limited.jar"));
    Path opener =
        AppJar.answering(
                """
                try { java.nio.file.Files.createFile(java.nio.file.Path.of("%s")); }
                catch (java.io.IOException e) { throw new IllegalStateException(e); }
                request.response().end();
                """
                    .formatted(gate))
            .pack(home.resolve("opener.jar"));
    host.deploy("free", "/free", Host.config(opener));
    return Host.with(
        Host.config(jar),
        new SupervisionConfig(
            Host.SUPERVISION.restart(),
            Optional.empty(),
            Host.SUPERVISION.recycle(),
            new Limits(Optional.of(concurrent), queue, time)));
  }
}
