package site.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteLogTest {
  private static final int PATIENCE = 20_000;
  private static final String MESSAGE =
      "<%d>1 2026-05-26T12:16:06.188Z \\S+ site " + ProcessHandle.current().pid() + " - - ";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final LineWriters writers =
      new LineWriters(
          new PrintStream(err, true, UTF_8),
          LineWriter.Room.DEFAULT,
          Clock.fixed(Instant.parse("2026-05-26T12:16:06.188999Z"), ZoneOffset.UTC));

  @TempDir private Path folder;

  @AfterEach
  void close() {
    writers.closeBlocking(Duration.ofSeconds(20));
  }

  @Test
  void eachLineIsADatagramOfRfc5424() throws Exception {
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout(PATIENCE);
      LineWriter writer = writers.syslogUdpBlocking("127.0.0.1", daemon.getLocalPort());

      writer.offer("served caf\u00e9");
      writer.offer(Severity.ERROR, "broken\n  in two lines");

      assertThat(received(daemon)).matches(MESSAGE.formatted(30) + "served caf\u00e9");
      assertThat(received(daemon)).matches(MESSAGE.formatted(27) + "broken\\n  in two lines");
    }
  }

  @Test
  void aLineThatIsTooLongForADatagramIsCut() throws Exception {
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout(PATIENCE);
      LineWriter writer = writers.syslogUdpBlocking("127.0.0.1", daemon.getLocalPort());

      writer.offer("\u20ac".repeat(100_000));

      assertThat(received(daemon)).hasSizeBetween(16_384, 16_500);
    }
  }

  private static String received(DatagramSocket daemon) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    daemon.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  @Test
  void overTcpLengthsAreInFrontAndAConnectionThatBreaksIsMadeAgain() throws Exception {
    try (ServerSocket daemon = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout(PATIENCE);
      LineWriter writer = writers.syslogTcpBlocking("127.0.0.1", daemon.getLocalPort());
      try (Socket first = daemon.accept()) {
        writer.offer("caf\u00e9");
        assertThat(message(first.getInputStream())).matches(MESSAGE.formatted(30) + "caf\u00e9");
        first.setSoLinger(true, 0);
      }

      // what was on its way when the connection broke may be lost, what follows is not
      try (Socket second = acceptWhileOffering(daemon, writer)) {
        assertThat(message(second.getInputStream())).contains("again");
      }
      assertThat(err.toString(UTF_8)).contains("cannot write log lines, trying again");
    }
  }

  private static Socket acceptWhileOffering(ServerSocket daemon, LineWriter writer)
      throws Exception {
    daemon.setSoTimeout(10);
    List<Socket> accepted = new ArrayList<>();
    Await.until(
        () -> {
          writer.offer("again");
          try {
            accepted.add(daemon.accept());
          } catch (java.net.SocketTimeoutException e) {
            // not yet
          }
          return !accepted.isEmpty();
        });
    accepted.get(0).setSoTimeout(PATIENCE);
    return accepted.get(0);
  }

  private static String message(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ' '; c = in.read()) {
      length = length * 10 + Character.digit(c, 10);
    }
    return new String(in.readNBytes(length), UTF_8);
  }

  @Test
  void aDaemonThatIsNotThereIsSaidAtOnce() {
    assertThatThrownBy(() -> writers.syslogUnixBlocking(folder.resolve("nobody")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theJournalGetsFieldsAndAMessageOfSeveralLines() throws Exception {
    assertThat(Epoll.isAvailable()).isTrue();
    Path path = folder.resolve("journal");
    var journal = io.netty.channel.unix.Socket.newSocketDomainDgram();
    journal.bind(new DomainSocketAddress(path.toString()));
    try {
      LineWriter writer = writers.journalBlocking(path);

      writer.offer(Severity.WARNING, "one\ntwo \u20ac");

      ByteBuffer entry = received(journal);
      byte[] head =
          "PRIORITY=4\nSYSLOG_IDENTIFIER=site\nSYSLOG_FACILITY=3\nMESSAGE\n".getBytes(UTF_8);
      byte[] message = "one\ntwo \u20ac".getBytes(UTF_8);
      ByteBuffer expected =
          ByteBuffer.allocate(head.length + 8 + message.length + 1).order(ByteOrder.LITTLE_ENDIAN);
      expected.put(head).putLong(message.length).put(message).put((byte) '\n').flip();
      assertThat(entry).isEqualTo(expected);
    } finally {
      journal.close();
    }
  }

  @Test
  void aBurstThatFillsTheDaemonsSocketIsNotLost() throws Exception {
    Path path = folder.resolve("journal");
    var journal = io.netty.channel.unix.Socket.newSocketDomainDgram();
    journal.bind(new DomainSocketAddress(path.toString()));
    try {
      LineWriter writer = writers.syslogUnixBlocking(path);

      for (int i = 0; i < 2_000; i++) {
        writer.offer("line " + i);
      }

      for (int i = 0; i < 2_000; i++) {
        assertThat(UTF_8.decode(received(journal)).toString()).endsWith(" line " + i);
      }
    } finally {
      journal.close();
    }
  }

  private static ByteBuffer received(io.netty.channel.unix.Socket socket) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
    int[] length = {0};
    Await.until(() -> (length[0] = socket.read(buffer, 0, buffer.capacity())) > 0);
    return buffer.limit(length[0]);
  }
}
