package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Ports;

/** What an app cannot do to the server it runs in; that it cannot see it, others show. */
class IsolationTest {
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
  void closesNoVertxButItsOwn() throws Exception {
    Path jar =
        AppJar.answering(
                """
                Vertx owner = Vertx.currentContext().owner();
                request.response().end(owner == vertx ? "wrapped" : "private")
                    .onComplete(r -> owner.close());
                """)
            .pack(home.resolve("a.jar"));
    Path other = AppJar.answering("request.response().end(\"well\");").pack(home.resolve("b.jar"));
    Deployment closing = host.deploy("closing", "/closing", Host.config(jar));
    host.deploy("well", "/well", Host.config(other));

    host.get("/closing/");
    Host.until(() -> closing.state().health().restarts() > 0);

    assertThat(host.get("/well/").body()).isEqualTo("well");
    assertThat(host.get("/closing/").statusCode()).isEqualTo(200);
  }

  @Test
  void cannotListenOnAPortOfTheServer() throws Exception {
    Path jar = listeningOn(host.port());

    assertThatThrownBy(() -> host.deploy(Host.config(jar)))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("start() failed: java.net.BindException");
  }

  @Test
  void cannotListenOnAPortOfTheServerThroughAServerThatIsCaught() throws Exception {
    Path jar =
        AppJar.of(
                "import io.vertx.core.*;",
                """
                public class Main extends VerticleBase {
                  public Future<?> start() {
                    return Vertx.currentContext().owner().createHttpServer()
                        .requestHandler(request -> request.response().end("stolen")).listen(%d, "127.0.0.1");
                  }
                }
                """
                    .formatted(host.port()))
            .pack(home.resolve("a.jar"));

    assertThatThrownBy(() -> host.deploy(Host.config(jar)))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("BindException");
  }

  @Test
  void mayListenOnATcpPortOfItsOwnButCannotBeSwappedThen() throws Exception {
    int free = Ports.free();
    Path jar = listeningOn(free);
    Deployment deployment = host.deploy(Host.config(jar));

    assertThatThrownBy(() -> Host.await(deployment.restart()))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("Address already in use");

    assertThat(host.get("/").body()).isEqualTo("http");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), free)) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("tcp");
    }
  }

  /** An app with a server for something else than HTTP beside the one that is caught. */
  private Path listeningOn(int port) throws Exception {
    return AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx.createNetServer()
                    .connectHandler(socket -> socket.end(io.vertx.core.buffer.Buffer.buffer("tcp")))
                    .listen(%d, "127.0.0.1")
                    .compose(tcp -> vertx.createHttpServer()
                        .requestHandler(request -> request.response().end("http")).listen(80));
              }
            }
            """
                .formatted(port))
        .pack(home.resolve("tcp.jar"));
  }
}
