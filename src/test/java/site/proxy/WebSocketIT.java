package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of the Autobahn test suite, against a server made of Python's {@code websockets}: what
 * it says through the proxy is byte for byte what it says without.
 */
class WebSocketIT {
  private static final String UPGRADE =
      String.join(
          "\r\n",
          "GET / HTTP/1.1",
          "Host: a",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
  private static final String COMPRESSION =
      "\r\nSec-WebSocket-Extensions: permessage-deflate;"
          + " client_no_context_takeover; server_no_context_takeover";

  /** {@code κόσμε}, the word with which the suite tests UTF-8. */
  private static final byte[] WORD = "\u03ba\u1f79\u03c3\u03bc\u03b5".getBytes(UTF_8);

  private static Vertx vertx;
  private static Process server;
  private static int serverPort;
  private static Front front;

  @BeforeAll
  static void start(@TempDir Path dir) throws IOException {
    try (InputStream script = WebSocketIT.class.getResourceAsStream("echo.py")) {
      Files.write(dir.resolve("echo.py"), script.readAllBytes());
    }
    server =
        new ProcessBuilder("/usr/bin/python3", "echo.py")
            .directory(dir.toFile())
            .redirectError(dir.resolve("errors").toFile())
            .start();
    String port =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine();
    serverPort = Integer.parseInt(port);
    vertx = Vertx.vertx();
    front = Front.before(vertx, serverPort);
  }

  @AfterAll
  static void stop() {
    front.close();
    server.destroyForcibly().onExit().join();
    Front.await(vertx.close());
  }

  static Stream<Arguments> cases() {
    return Stream.of(
            sizes(), pings(), reservedBits(), opcodes(), fragments(), texts(), closings(), wrong())
        .flatMap(all -> all);
  }

  private static Arguments say(String what, Frames frames) {
    return Arguments.of(what, frames.bytes());
  }

  private static Frames first() {
    return new Frames();
  }

  private static Stream<Arguments> sizes() {
    return IntStream.of(0, 125, 126, 127, 128, 65_535, 65_536, 1 << 20)
        .mapToObj(size -> say("a message of " + size, first().binary(size).close(1000, "")));
  }

  private static Stream<Arguments> pings() {
    Frames ten = first();
    IntStream.range(0, 10).forEach(i -> ten.whole(Frames.PING, new byte[] {(byte) i}));
    return Stream.of(
        say("an empty ping", first().whole(Frames.PING, new byte[0]).close(1000, "")),
        say("a ping of 125", first().whole(Frames.PING, Frames.payload(125)).close(1000, "")),
        say("a ping of 126", first().whole(Frames.PING, Frames.payload(126))),
        say("a pong nobody asked for", first().whole(Frames.PONG, WORD).close(1000, "")),
        say("ten pings", ten.close(1000, "")));
  }

  private static Stream<Arguments> reservedBits() {
    return IntStream.rangeClosed(1, 7)
        .mapToObj(bits -> say("reserved " + bits, first().text("a").reserved(bits, 1, "b")));
  }

  private static Stream<Arguments> opcodes() {
    return IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
        .mapToObj(code -> say("opcode " + code, first().text("a").whole(code, WORD)));
  }

  private static Stream<Arguments> fragments() {
    Frames many = first().part(Frames.TEXT, "0");
    IntStream.range(1, 100).forEach(i -> many.part(Frames.CONTINUATION, " " + i));
    return Stream.of(
        say("two parts", first().part(1, "a").whole(0, WORD).close(1000, "")),
        say("a hundred parts", many.whole(0, WORD).close(1000, "")),
        say("a ping between", first().part(1, "a").whole(9, WORD).whole(0, WORD).close(1000, "")),
        say("a ping in parts", first().part(9, "a").whole(0, WORD)),
        say("a continuation of nothing", first().whole(0, WORD)),
        say("a message within a message", first().part(1, "a").text("b")),
        say("a close within a message", first().part(1, "a").close(1000, "")));
  }

  private static Stream<Arguments> texts() {
    Frames bytewise = first().part(Frames.TEXT, new byte[0]);
    for (byte one : WORD) {
      bytewise.part(Frames.CONTINUATION, new byte[] {one});
    }
    Stream<Arguments> bad =
        Stream.of(
                "ce ba ed a0 80", "f4 90 80 80", "fe", "ff", "80", "c0 af", "e0 80 80", "f8 88 80")
            .map(hex -> say("text of " + hex, first().whole(Frames.TEXT, bytes(hex))));
    return Stream.concat(
        bad,
        Stream.of(
            say("a text in bytes", bytewise.whole(0, new byte[0]).close(1000, "")),
            say("the last code points", first().text("\uffff\udbff\udfff").close(1000, ""))));
  }

  private static Stream<Arguments> closings() {
    Stream<Arguments> codes =
        IntStream.of(
                0, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1011, 1015, 1016, 1100,
                2000, 2999, 3000, 3999, 4000, 4999, 5000, 65_535)
            .mapToObj(code -> say("close " + code, first().text("a").close(code, "why")));
    return Stream.concat(
        codes,
        Stream.of(
            say("close without a code", first().whole(Frames.CLOSE, new byte[0])),
            say("close with half a code", first().whole(Frames.CLOSE, new byte[1])),
            say("the longest reason", first().close(1000, "x".repeat(123))),
            say("a reason too long", first().close(1000, "x".repeat(124))),
            say(
                "a reason in bad UTF-8",
                first().whole(Frames.CLOSE, bytes("03 e8 ce ba ed a0 80"))),
            say("a message behind the close", first().close(1000, "").text("more")),
            say("two closes", first().close(1000, "").close(1001, ""))));
  }

  private static Stream<Arguments> wrong() {
    return Stream.of(
        say("no mask", first().text("a").unmasked("b")),
        Arguments.of("a frame cut off", Arrays.copyOf(first().text("a").text("b").bytes(), 9)),
        say("no close", first().text("a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void passesByteForByte(String what, byte[] said) throws Exception {
    byte[] direct = talk(serverPort, "", said, 0);

    assertThat(talk(front.port(), "", said, 0)).isEqualTo(direct);
    assertThat(talk(front.port(), "", said, 1 + what.hashCode())).as("in pieces").isEqualTo(direct);
  }

  static Stream<Arguments> compressed() {
    byte[] words = "a word and a word and a word ".repeat(1_000).getBytes(UTF_8);
    return Stream.of(
        say("small", first().compressed(WORD, 1).close(1000, "")),
        say("in five frames", first().compressed(words, 5).close(1000, "")),
        say(
            "many",
            first().compressed(words, 1).text("plain").compressed(words, 2).close(1000, "")),
        say("a mebibyte", first().compressed(Frames.payload(1 << 20), 3).close(1000, "")),
        say("no deflate", first().reserved(4, Frames.BINARY, "what is this?")),
        say("reserved 2", first().reserved(2, Frames.TEXT, "a")),
        say("a compressed ping", first().reserved(4, Frames.PING, "a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("compressed")
  void compressionIsBetweenTheTwoEnds(String what, byte[] said) throws Exception {
    byte[] direct = talk(serverPort, COMPRESSION, said, 0);

    assertThat(talk(front.port(), COMPRESSION, said, 0)).isEqualTo(direct);
    assertThat(talk(front.port(), COMPRESSION, said, 7)).as("in pieces").isEqualTo(direct);
  }

  @Test
  void aMessageOfSixteenMebibytesPasses() throws Exception {
    byte[] said = first().binary(16 << 20).close(1000, "").bytes();

    assertThat(talk(front.port(), "", said, 0)).isEqualTo(talk(serverPort, "", said, 0));
  }

  @Test
  void aClientThatEndsItsHalfIsStillAnswered() throws Exception {
    try (Socket client = connect(front.port())) {
      shake(client, "");
      client.getOutputStream().write(first().text("a").close(1000, "").bytes());
      client.shutdownOutput();

      byte[] answer = client.getInputStream().readAllBytes();

      assertThat(answer)
          .isEqualTo(talk(serverPort, "", first().text("a").close(1000, "").bytes(), 0));
    }
  }

  @Test
  void theClientHearsOfAServerThatBreaksOff() throws Exception {
    try (Socket client = connect(front.port())) {
      shake(client, "");

      client.getOutputStream().write(first().text("die").bytes());

      assertThat(answer(client.getInputStream())).isEmpty();
    }
    Eventually.until("the tunnel is over", () -> front.target().active() == 0);
  }

  @Test
  void ofOneThatBreaksOffTheTargetHears() throws Exception {
    try (Socket client = connect(front.port())) {
      shake(client, "");
      client.getOutputStream().write(first().text("a").bytes());
      client.getInputStream().readNBytes(3);
      assertThat(front.target().active()).isPositive();

      client.setSoLinger(true, 0);
    }

    Eventually.until("the tunnel is over", () -> front.target().active() == 0);
  }

  private static Socket connect(int port) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(20_000);
    client.setTcpNoDelay(true);
    return client;
  }

  /** All that is answered until the server ends the connection. */
  private static byte[] talk(int port, String extension, byte[] said, int cuts) throws Exception {
    try (Socket client = connect(port)) {
      shake(client, extension);
      CompletableFuture<Void> saying = CompletableFuture.runAsync(() -> say(client, said, cuts));
      byte[] answer = answer(client.getInputStream());
      saying.get(20, TimeUnit.SECONDS);
      return answer;
    }
  }

  private static void shake(Socket client, String extension) throws IOException {
    client.getOutputStream().write((UPGRADE + extension + "\r\n\r\n").getBytes(ISO_8859_1));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(client.getInputStream().readNBytes(1));
    }
    assertThat(head.toString(ISO_8859_1))
        .startsWith("HTTP/1.1 101 ")
        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(head.toString(ISO_8859_1).contains("permessage-deflate"))
        .isEqualTo(!extension.isEmpty());
  }

  /** In one piece, or in some that the number gives. */
  private static void say(Socket client, byte[] said, int cuts) {
    try {
      OutputStream out = client.getOutputStream();
      Random random = new Random(cuts);
      int longest = cuts == 0 ? said.length : 1 + said.length / 8;
      for (int at = 0; at < said.length; ) {
        int length = cuts == 0 ? longest : 1 + random.nextInt(longest);
        out.write(said, at, Math.min(length, said.length - at));
        at += length;
      }
      client.shutdownOutput();
    } catch (IOException e) {
      // the server has heard enough
    }
  }

  private static byte[] answer(InputStream in) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] piece = new byte[64 * 1024];
    try {
      for (int got; (got = in.read(piece)) >= 0; ) {
        answer.write(piece, 0, got);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // reset, which is an end as well
    }
    return answer.toByteArray();
  }

  private static byte[] bytes(String hex) {
    List<String> all = List.of(hex.split(" ", -1));
    byte[] bytes = new byte[all.size()];
    IntStream.range(0, bytes.length)
        .forEach(i -> bytes[i] = (byte) Integer.parseInt(all.get(i), 16));
    return bytes;
  }
}
