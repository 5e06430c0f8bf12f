package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.RawHttp2;
import site.config.TargetUrl.Protocol;

/** RFC 9110 15.2: what a target says before its answer reaches the client, known or not. */
class InterimTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final int LAST = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(ints = {102, 103, 104, 199})
  void clientsOfHttp1AreTold(int status) throws IOException {
    String interim = "HTTP/1.1 " + status + " Whatever\r\nX: y\r\nConnection: z\r\nZ: 1\r\n\r\n";
    try (RawTarget target = RawTarget.answering(interim + RawTarget.OK);
        Front front = Front.before(vertx, target.port())) {

      String read = RawClient.exchange(front, GET);

      assertThat(read)
          .startsWith("HTTP/1.1 " + status + " ")
          .containsSubsequence("x: y\r\n\r\n", "HTTP/1.1 200 ", "\r\n\r\nok")
          .doesNotContainIgnoringCase("z: 1")
          .doesNotContain("site-jar");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {102, 103, 104, 199})
  void clientsOfHttp2AreTold(int status) throws Exception {
    String interim = "HTTP/1.1 " + status + " Whatever\r\nX: y\r\n\r\n";
    try (RawTarget target = RawTarget.answering(interim + RawTarget.OK);
        Front front = Front.before(vertx, target.port());
        RawHttp2 client = RawHttp2.open(front.port())) {
      client.send(RawHttp2.frame(RawHttp2.HEADERS, LAST, 1, RawHttp2.request("GET", "/")));

      Http2Headers told = client.head();
      Http2Headers answer = client.head();

      assertThat(told.status()).hasToString(Integer.toString(status));
      assertThat(told.get("x")).hasToString("y");
      assertThat(told.size()).isEqualTo(2);
      assertThat(answer.status()).hasToString("200");
      assertThat(client.response(1)).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"102", "103", "104"})
  void targetsOfHttp2TellThem(String status) throws IOException {
    try (RawTarget target = new RawTarget(peer -> new H2Answer(peer).tell(status));
        Front front = Front.Settings.PLAIN.protocol(Protocol.H2C).before(vertx, target.port())) {

      String read = RawClient.exchange(front, GET);

      assertThat(read)
          .startsWith("HTTP/1.1 " + status + " ")
          .containsSubsequence("x: y\r\n\r\n", "HTTP/1.1 200 ")
          .doesNotContain("site-jar");
    }
  }

  /** Answers the first stream with an interim answer and the answer. */
  private record H2Answer(RawTarget.Peer peer) {
    void tell(String status) throws IOException {
      DataInputStream in = new DataInputStream(peer.in());
      in.readFully(new byte[24]);
      OutputStream out = peer.socket().getOutputStream();
      out.write(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0));
      int type;
      do {
        int head = in.readInt();
        type = head & 0xff;
        in.readFully(new byte[5 + (head >>> 8)]);
      } while (type != RawHttp2.HEADERS);
      byte[] interim = RawHttp2.block(":status: " + status, "x: y");
      byte[] answer = RawHttp2.block(":status: 200");
      out.write(RawHttp2.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, interim));
      out.write(RawHttp2.frame(RawHttp2.HEADERS, LAST, 1, answer));
      peer.awaitClose();
    }
  }

  @Test
  void clientsOfHttp10AreSpared() throws IOException {
    try (RawTarget target = RawTarget.answering("HTTP/1.1 104 Whatever\r\n\r\n" + RawTarget.OK);
        Front front = Front.before(vertx, target.port())) {

      assertThat(RawClient.exchange(front, "GET / HTTP/1.0\r\nHost: a\r\n\r\n"))
          .startsWith("HTTP/1.0 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"102, true", "104, true", "199, true", "100, false", "101, false", "103, false"})
  void threeAreKnown(String status, boolean unknown) {
    assertThat(Interim.isUnknown(status)).isEqualTo(unknown);
  }

  /** RFC 9110 15.2.2: it answers an upgrade, and nobody asked for one. */
  @Test
  void switchingProtocolsUnaskedIsNoInterimAnswer() throws IOException {
    try (RawTarget target =
            RawTarget.answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
        Front front = Front.before(vertx, target.port())) {

      assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 502 ");
      assertThat(front.outcome().note()).contains("101");
    }
  }
}
