package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that come too slowly, and some that only seem to. */
class SlowBodyTest {
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n";

  @TempDir Path home;
  private ImpatientServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ImpatientServer(home, "", "*");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aBodyThatStopsIsAnswered408AndTheConnectionClosed() throws Exception {
    try (Socket socket = connect()) {
      send(socket, POST + "a");

      String answer = rest(socket);

      assertThat(answer).startsWith("HTTP/1.1 408 ").containsIgnoringCase("connection: close");
      assertThat(metric("limit=\"body-min-rate\"")).isEqualTo("1.0");
      assertThat(server.getAdmin("/metrics").body())
          .contains("site_refused_total{reason=\"too_slow\"} 1.0");
    }
  }

  @Test
  void aChunkedBodyThatComesByteByByteIsAnswered408() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      socket.setSoTimeout(100);

      String answer = null;
      for (int i = 0; i < 300 && answer == null; i++) {
        try {
          answer = (char) socket.getInputStream().read() + "";
        } catch (SocketTimeoutException notYet) {
          send(socket, "1\r\na\r\n");
        }
      }

      socket.setSoTimeout(20_000);
      assertThat(answer + rest(socket)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aBodyThatComesSteadilyMayTakeItsTime() throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 30000\r\n\r\n");
      socket.setSoTimeout(100);
      for (int sent = 0; sent < 30_000; sent += 1_000) {
        assertThat(isSilent(socket)).isTrue();
        send(socket, "a".repeat(1_000));
      }

      socket.setSoTimeout(20_000);
      assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("30000");
    }
  }

  private static boolean isSilent(Socket socket) throws IOException {
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException silent) {
      return true;
    }
  }

  @Test
  void whoMayNotSendBecauseTheUpstreamDoesNotReadIsWaitedFor() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.standBefore("http://127.0.0.1:" + deaf.getLocalPort());
      try (Socket socket = connect()) {
        socket.getOutputStream().write(POST.getBytes(ISO_8859_1));
        Thread writer = new Thread(() -> writeUntilClosed(socket));
        writer.start();
        socket.setSoTimeout(4_000);

        assertThat(isSilent(socket)).isTrue();
      }
    }
  }

  private static void writeUntilClosed(Socket socket) {
    try {
      while (true) {
        socket.getOutputStream().write(new byte[8192]);
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  @Test
  void whoWasToldToContinueAndDoesNotIsAnswered408() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.standBefore("http://127.0.0.1:" + silent.getLocalPort());
      try (Socket socket = connect()) {
        send(socket, POST.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));

        assertThat(rest(socket))
            .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 408 Request Timeout\r\n");
      }
    }
  }

  @Test
  void anHttp2BodyThatStopsIsAnswered408AndItsStreamAloneReset() throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port())) {
      client.send(
          RawHttp2.frame(1, RawHttp2.END_HEADERS, 1, RawHttp2.request("POST", "/")),
          RawHttp2.frame(0, 0, 1, new byte[10]));

      assertThat(client.response(1)).startsWith("408 ");
      assertThat(client.outcome()).isEqualTo("stream:NO_ERROR");
      client.send(
          RawHttp2.frame(1, RawHttp2.END_HEADERS, 3, RawHttp2.request("POST", "/")),
          RawHttp2.frame(0, RawHttp2.END_STREAM, 3, new byte[10]));
      assertThat(client.response(3)).isEqualTo("200 10");
    }
  }

  @Test
  void callsOfGrpcMaySaySomethingLater() throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port())) {
      byte[] call = RawHttp2.request("POST", "/", "content-type: application/grpc");
      client.send(RawHttp2.frame(1, RawHttp2.END_HEADERS, 1, call));
      client.send(RawHttp2.frame(1, RawHttp2.END_HEADERS, 3, RawHttp2.request("POST", "/")));
      assertThat(client.response(3)).startsWith("408 ");

      client.send(RawHttp2.frame(0, RawHttp2.END_STREAM, 1, new byte[10]));

      assertThat(client.response(1)).isEqualTo("200 10");
    }
  }

  private String metric(String label) throws Exception {
    return server
        .getAdmin("/metrics")
        .body()
        .lines()
        .filter(line -> line.contains(label))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("none");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    var came = new ByteArrayOutputStream();
    try {
      for (int next = socket.getInputStream().read();
          next >= 0;
          next = socket.getInputStream().read()) {
        came.write(next);
      }
    } catch (SocketException reset) {
      // what came before it is what counts
    }
    return came.toString(ISO_8859_1);
  }
}
