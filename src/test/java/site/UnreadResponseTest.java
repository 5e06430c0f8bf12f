package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for a large file and take it slowly, or not at all. */
class UnreadResponseTest {
  private static final long SIZE = 64 << 20;
  private static final String GET = "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    Path large = home.resolve("webroot/large");
    Files.createDirectories(large.getParent());
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    server =
        TestServer.start(
            home,
            """
            limits: { idle: 2s }
            listeners: [{ address: '127.0.0.1:0' }]
            admin: { address: '127.0.0.1:0' }
            """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whoDoesNotReadIsClosedAndCounted() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(GET.getBytes(ISO_8859_1));

      Await.until(() -> unread() == 1);

      assertThat(readAll(socket.getInputStream())).isLessThan(SIZE);
    }
  }

  @Test
  void whoReadsSlowlyIsServedToTheEnd() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(GET.getBytes(ISO_8859_1));

      long began = System.nanoTime();
      long read = 0;
      byte[] piece = new byte[64 << 10];
      while (read < SIZE / 2 && System.nanoTime() - began < 6_000_000_000L) {
        read += socket.getInputStream().readNBytes(piece, 0, piece.length);
        LockSupport.parkNanos(20_000_000); // what makes this reader slow
      }
      read += readAll(socket.getInputStream());

      assertThat(read).isGreaterThan(SIZE);
      assertThat(unread()).isZero();
    }
  }

  @Test
  void anHttp2StreamWhoseClientTalksAndDoesNotReadIsReset() throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      int flags = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
      client.send(RawHttp2.frame(RawHttp2.HEADERS, flags, 1, RawHttp2.request("GET", "/large")));

      // Each answer to a ping is waited for, so that the server has time to look.
      String outcome = client.outcome();
      for (int i = 0; i < 400 && !outcome.startsWith("stream"); i++) {
        LockSupport.parkNanos(20_000_000);
        outcome = client.outcome();
      }

      assertThat(outcome).isEqualTo("stream:ENHANCE_YOUR_CALM");
      assertThat(unread()).isEqualTo(1);
    }
  }

  private double unread() {
    try {
      return unread(server.getAdmin("/metrics").body());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static double unread(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.contains("limit=\"unread-response\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Socket connect() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 << 10);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port(0)));
    return socket;
  }

  private static long readAll(InputStream in) {
    long all = 0;
    byte[] piece = new byte[64 << 10];
    try {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        all += n;
      }
    } catch (java.io.IOException reset) {
      // an end as any other
    }
    return all;
  }
}
