package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.TargetUrl.Protocol;

/** A Node server as people bring it along: WebSockets, server-sent events, long polling. */
class NodeIT extends BeforeNode {
  private Front front;

  @BeforeEach
  void stand() {
    front = node.settings(Protocol.HTTP).before(vertx, node.httpPort());
  }

  @AfterEach
  void leave() {
    front.close();
  }

  private String get(String path) {
    return get(front, path);
  }

  private WebSocket open(Mailbox mailbox) throws Exception {
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + front.port() + "/"), mailbox)
        .get(20, TimeUnit.SECONDS);
  }

  private static void done(CompletableFuture<?> sent) throws Exception {
    sent.get(20, TimeUnit.SECONDS);
  }

  @Test
  void messagesOfAllKindsComeBack() throws Exception {
    Mailbox mailbox = new Mailbox();
    WebSocket socket = open(mailbox);

    done(socket.sendText("grüße", true));
    done(socket.sendText("in ", false));
    done(socket.sendText("three ", false));
    done(socket.sendText("frames", true));
    done(socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 1, (byte) 0xff}), true));
    done(socket.sendPing(ByteBuffer.wrap(new byte[] {42})));
    done(socket.sendText("ping", true));

    assertThat(mailbox.next()).isEqualTo("grüße");
    assertThat(mailbox.next()).isEqualTo("in three frames");
    assertThat(mailbox.next()).isEqualTo("[0, 1, -1]");
    assertThat(mailbox.next()).isEqualTo("pong [42]");
    assertThat(mailbox.next()).isEqualTo("pong are you there");
    done(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    assertThat(mailbox.closed.get(20, TimeUnit.SECONDS)).isEqualTo("1000 ");
  }

  @Test
  void aMessageOfAMebibyteComesBack() throws Exception {
    Mailbox mailbox = new Mailbox();
    WebSocket socket = open(mailbox);
    byte[] large = new byte[1 << 20];
    for (int at = 0; at < large.length; at++) {
      large[at] = (byte) ((at * 31) >> 3);
    }

    done(socket.sendBinary(ByteBuffer.wrap(large), true));

    assertThat(mailbox.next()).isEqualTo(Arrays.toString(large));
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 3000, 4999})
  void theCodeOfAClosePasses(int code) throws Exception {
    Mailbox mailbox = new Mailbox();
    WebSocket socket = open(mailbox);

    done(socket.sendClose(code, "because"));

    assertThat(mailbox.closed.get(20, TimeUnit.SECONDS)).isEqualTo(code + " because");
    Eventually.until("the tunnel is over", () -> front.target().active() == 0);
  }

  @Test
  void aTargetThatDiesTakesTheSocketWithIt() throws Exception {
    Mailbox mailbox = new Mailbox();
    WebSocket socket = open(mailbox);

    done(socket.sendText("die", true));

    // RFC 6455 7.1.5: closed without a word.
    assertThat(mailbox.closed.handle((code, failure) -> code == null || code.startsWith("1006")))
        .succeedsWithin(20, TimeUnit.SECONDS)
        .isEqualTo(true);
    Eventually.until("the tunnel is over", () -> front.target().active() == 0);
  }

  @Test
  void aClientThatDiesTakesTheSocketWithIt() throws Exception {
    WebSocket socket = open(new Mailbox());
    assertThat(get("/sockets")).isEqualTo("1");

    socket.abort();

    Eventually.until("Node has none", () -> get("/sockets").equals("0"));
  }

  @Test
  void eventsArriveWhenTheyHappen() throws Exception {
    HttpResponse<java.io.InputStream> events =
        client.send(request(front, "/events"), BodyHandlers.ofInputStream());
    try (java.io.InputStream body = events.body()) {
      for (String word : new String[] {"one", "two"}) {
        get("/say?word=" + word);

        assertThat(new String(body.readNBytes(11), StandardCharsets.UTF_8))
            .isEqualTo("data: " + word + "\n\n");
      }
    }

    Eventually.until("Node knows that nobody listens", () -> get("/waiting").equals("0"));
  }

  @Test
  void aLongPollIsAnsweredWhenThereIsSomething() throws Exception {
    var answer = client.sendAsync(request(front, "/poll"), BodyHandlers.ofString());
    Eventually.until("it is asked", () -> get("/waiting").equals("1"));
    assertThat(answer).isNotDone();

    get("/say?word=now");

    assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("now");
  }

  @Test
  void aLongPollGivenUpIsGivenUpAtTheTarget() throws Exception {
    try (RawClient impatient = new RawClient(front)) {
      impatient.say("GET /poll HTTP/1.1\r\nHost: a\r\n\r\n");
      Eventually.until("it is asked", () -> get("/waiting").equals("1"));

      impatient.abort();

      Eventually.until("nobody asks", () -> get("/waiting").equals("0"));
    }
  }
}
