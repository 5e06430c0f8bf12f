package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of connections that say nothing hinder nobody. The target has files of its own to open.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ManyWebSocketsIT {
  private static final String UPGRADE =
      Wire.head(
          "GET / HTTP/1.1",
          "Host: a",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

  /** A text of two letters, masked with zeros (RFC 6455 5.2). */
  private static final String HI = "\u0081\u0082\0\0\0\0hi";

  private static Vertx vertx;
  private static NodeOrigin node;

  @BeforeAll
  static void start(@TempDir Path dir) throws Exception {
    vertx = Vertx.vertx();
    node = new NodeOrigin(dir);
  }

  @AfterAll
  static void stop() {
    node.close();
    Front.await(vertx.close());
  }

  @Test
  void aHundredIdleOnesAreAllAlive() throws IOException {
    stayAlive(100);
  }

  @Test
  @Tag("long")
  void fiveThousandIdleOnesAreAllAlive() throws IOException {
    stayAlive(5_000);
  }

  private static void stayAlive(int number) throws IOException {
    List<RawClient> clients = new ArrayList<>();
    try (Front front = Front.before(vertx, node.httpPort())) {
      for (int i = 0; i < number; i++) {
        RawClient client = new RawClient(front);
        clients.add(client);
        assertThat(client.say(UPGRADE).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
      }
      assertThat(front.target().active()).isEqualTo(number);

      for (RawClient client : clients) {
        client.say(HI);
        assertThat(new String(client.socket.getInputStream().readNBytes(4), ISO_8859_1))
            .endsWith("hi");
      }
      for (RawClient client : clients) {
        client.close();
      }

      Eventually.until("all tunnels are over", () -> front.target().active() == 0);
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }
}
