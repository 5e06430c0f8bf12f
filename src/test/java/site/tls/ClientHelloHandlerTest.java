package site.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.ImmediateExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.Await;

class ClientHelloHandlerTest {
  private static final Identity ONE = TestIdentities.elliptic("one.example");
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;

  @Test
  void aClientHelloThatArrivesByteByByteIsAnswered() throws Exception {
    byte[] hello = Hellos.record("one.example");

    int answer = firstByteOfAnswer(hello, 1);

    assertThat(answer).isEqualTo(HANDSHAKE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 100})
  void aClientHelloOverManyRecordsIsAnswered(int size) throws Exception {
    byte[] hello = Hellos.fragmented(Hellos.record("one.example"), size);

    int answer = firstByteOfAnswer(hello, hello.length);

    assertThat(answer).isEqualTo(HANDSHAKE);
  }

  @Test
  void anUnreadableClientHelloIsRefused() throws Exception {
    byte[] hello = Hellos.record("one.example");
    hello[9 + 34] = (byte) 0xff; // a session id longer than the message

    int answer = firstByteOfAnswer(hello, hello.length);

    assertThat(answer).isEqualTo(ALERT);
  }

  @Test
  void theChooserIsToldTheAddressesOfTheConnection() throws Exception {
    var seen = new CompletableFuture<ClientHello>();
    try (var server = SeamServer.with(hello -> remember(hello, seen))) {

      send(server, Hellos.record("one.example"));

      ClientHello hello = seen.get(30, TimeUnit.SECONDS);
      assertThat(hello.clientAddress()).isEqualTo(Names.ipAddress("127.0.0.1"));
      assertThat(hello.localAddress()).isEqualTo(Names.ipAddress("127.0.0.1"));
    }
  }

  @Test
  void addressesInAProxyHeaderWin() throws Exception {
    byte[] header =
        "PROXY TCP4 203.0.113.7 192.0.2.1 1234 443\r\n".getBytes(StandardCharsets.US_ASCII);
    var seen = new CompletableFuture<ClientHello>();
    try (var server = SeamServer.behindProxyProtocol(hello -> remember(hello, seen))) {

      send(server, concat(header, Hellos.record("one.example")));

      ClientHello hello = seen.get(30, TimeUnit.SECONDS);
      assertThat(hello.clientAddress()).isEqualTo(Names.ipAddress("203.0.113.7"));
      assertThat(hello.localAddress()).isEqualTo(Names.ipAddress("192.0.2.1"));
    }
  }

  @Test
  void whatWasChosenIsForgottenWithItsHandshake() throws Exception {
    Queue<WeakReference<Identity>> chosen = new ConcurrentLinkedQueue<>();
    CertificateChooser chooser =
        hello -> {
          Identity fresh = TestIdentities.elliptic("one.example");
          chosen.add(new WeakReference<>(fresh));
          return CompletableFuture.completedStage(Optional.of(fresh));
        };
    try (var server = SeamServer.with(chooser)) {

      for (int i = 0; i < 20; i++) {
        new TlsClient(server.port()).certificate("one.example");
      }
      send(server, Hellos.record("one.example"));

      assertThat(chosen).hasSize(21);
      Await.until(() -> allCollected(chosen));
    }
  }

  private static boolean allCollected(Queue<WeakReference<Identity>> references) {
    System.gc();
    references.removeIf(reference -> reference.refersTo(null));
    return references.isEmpty();
  }

  private static CompletionStage<Optional<Identity>> remember(
      ClientHello hello, CompletableFuture<ClientHello> seen) {
    seen.complete(hello);
    return CompletableFuture.completedStage(Optional.of(ONE));
  }

  /** Sends these bytes, waits for the first of the answer, and goes away. */
  private static int send(SeamServer server, byte[] bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes);
      return socket.getInputStream().read();
    }
  }

  @Test
  void noInputBreaksTheHandlerOrIsChosenForTwice() throws Exception {
    byte[] hello = Hellos.record("one.example", "h2");
    Random random = new Random(5246);

    for (int i = 0; i < 3_000; i++) {
      var asked = new AtomicInteger();
      feed(channel(asked), mutated(hello, random), random);

      assertThat(asked.get()).isBetween(0, 1);
    }
  }

  private static int firstByteOfAnswer(byte[] hello, int chunk) throws Exception {
    try (var server = SeamServer.with(CertificateTable.builder().add(ONE.names(), ONE).build());
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      for (int at = 0; at < hello.length; at += chunk) {
        out.write(hello, at, Math.min(chunk, hello.length - at));
      }
      return socket.getInputStream().read();
    }
  }

  private static EmbeddedChannel channel(AtomicInteger asked) throws Exception {
    CertificateChooser chooser =
        hello -> {
          asked.incrementAndGet();
          return CompletableFuture.completedStage(Optional.of(ONE));
        };
    var keys = new ChosenKeys();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {keys}, null, null);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    var choices = new Choices(chooser, HoldLimits.DEFAULT);
    return new EmbeddedChannel(
        new SeamHandler(
            choices, keys, List.of("http/1.1"), engine, false, ImmediateExecutor.INSTANCE));
  }

  /**
   * In chunks; the errors a peer can cause are decoder exceptions, anything else fails the test.
   */
  private static void feed(EmbeddedChannel channel, byte[] bytes, Random random)
      throws IOException {
    try {
      int at = 0;
      while (at < bytes.length && channel.isOpen()) {
        int length = Math.min(1 + random.nextInt(100), bytes.length - at);
        channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
        at += length;
      }
      channel.finishAndReleaseAll();
    } catch (DecoderException refused) {
      channel.close().syncUninterruptibly();
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes =
        random.nextBoolean()
            ? original.clone()
            : Hellos.fragmented(original, 1 + random.nextInt(original.length));
    int changes = random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
  }
}
