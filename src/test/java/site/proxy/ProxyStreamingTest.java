package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies of any size pass in pieces, as fast as the slower side is and not ahead of it. */
class ProxyStreamingTest {
  private static final int SIZE = 120 * 1024 * 1024;

  /** What the kernel's socket buffers of two connections may hold, and a little for ourselves. */
  private static final int IN_FLIGHT = 40 * 1024 * 1024;

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  /** Writes bytes that differ from place to place; tells how many are gone. */
  private static long write(Socket to, AtomicLong written) throws IOException {
    CRC32 sum = new CRC32();
    OutputStream out = to.getOutputStream();
    byte[] piece = new byte[8192];
    for (int at = 0; at < SIZE; at += piece.length) {
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (byte) (at / piece.length + i * 31);
      }
      out.write(piece);
      sum.update(piece);
      written.addAndGet(piece.length);
    }
    return sum.getValue();
  }

  private static long read(InputStream in) throws IOException {
    CRC32 sum = new CRC32();
    byte[] piece = new byte[64 * 1024];
    int left = SIZE;
    while (left > 0) {
      int got = in.read(piece, 0, Math.min(piece.length, left));
      if (got < 0) {
        throw new IOException("ended " + left + " bytes early");
      }
      sum.update(piece, 0, got);
      left -= got;
    }
    return sum.getValue();
  }

  /** Waits until a writer has come to a halt because nobody reads. */
  private static void awaitHalt(AtomicLong written) {
    AtomicLong last = new AtomicLong(-1);
    AtomicLong since = new AtomicLong();
    Eventually.until(
        "the writer waits",
        () -> {
          if (written.get() != last.getAndSet(written.get())) {
            since.set(System.nanoTime());
          }
          return written.get() > 0 && System.nanoTime() - since.get() > 300_000_000L;
        });
  }

  @Test
  void aSlowReaderHoldsTheTargetBack() throws Exception {
    AtomicLong written = new AtomicLong();
    CompletableFuture<Long> sum = new CompletableFuture<>();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                  sum.complete(write(peer.socket(), written));
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");

      awaitHalt(written);
      long ahead = written.get();
      long received = read(client.socket.getInputStream());

      assertThat(ahead).isLessThan(IN_FLIGHT);
      assertThat(received).isEqualTo(sum.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aSlowStreamHoldsTheTargetBack() throws Exception {
    AtomicLong written = new AtomicLong();
    AtomicLong received = new AtomicLong();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                  write(peer.socket(), written);
                });
        Front front = Front.before(vertx, target.port())) {
      HttpClientResponse response = Front.await(paused(front, received));

      awaitHalt(written);
      long ahead = written.get();
      response.resume();
      Front.await(response.end());

      assertThat(ahead).isLessThan(IN_FLIGHT);
      assertThat(received).hasValue(SIZE);
    }
  }

  @Test
  void aTargetThatIsDoneMayCloseThoughTheClientIsSlow() throws Exception {
    int size = 8 * 1024 * 1024;
    AtomicLong received = new AtomicLong();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + size);
                  peer.say(Wire.head("") + "x".repeat(size));
                });
        Front front = Front.before(vertx, target.port())) {
      HttpClientResponse response = Front.await(paused(front, received));

      response.handler(
          piece -> {
            received.addAndGet(piece.length());
            response.pause();
            vertx.setTimer(1, later -> response.resume());
          });
      response.resume();
      Front.await(response.end());

      assertThat(received).hasValue(size);
    }
  }

  private static Future<HttpClientResponse> paused(Front front, AtomicLong received) {
    return H2.onLoop(
        vertx,
        () ->
            H2.request(vertx, front, HttpMethod.GET)
                .compose(HttpClientRequest::send)
                .onSuccess(
                    response ->
                        response.pause().handler(piece -> received.addAndGet(piece.length()))));
  }

  @Test
  void aSlowTargetHoldsTheClientBack() throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch ready = new CountDownLatch(1);
    CompletableFuture<Long> received = new CompletableFuture<>();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  awaitQuietly(ready);
                  received.complete(read(peer.in()));
                  peer.say(RawTarget.OK);
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n");
      CompletableFuture<Long> sum =
          CompletableFuture.supplyAsync(() -> writeQuietly(client.socket, written));

      awaitHalt(written);
      long ahead = written.get();
      ready.countDown();
      String answer = client.readUntil("\r\n\r\nok");

      assertThat(ahead).isLessThan(IN_FLIGHT);
      assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(sum.get(30, TimeUnit.SECONDS));
      assertThat(answer).startsWith("HTTP/1.1 200 ");
    }
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long writeQuietly(Socket socket, AtomicLong written) {
    try {
      return write(socket, written);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void bothBodiesMayBeOnTheirWayAtOnce() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  for (int i = 0; i < 3; i++) {
                    String piece = new String(peer.in().readNBytes(3), ISO_8859_1);
                    peer.say("3\r\n" + piece + "\r\n");
                  }
                  peer.say("0\r\n\r\n");
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");

      for (String piece : new String[] {"one", "two", "six"}) {
        assertThat(client.say(piece).readUntil(piece)).endsWith("3\r\n" + piece);
      }

      assertThat(client.readUntil("0\r\n\r\n")).endsWith("0\r\n\r\n");
    }
  }

  @Test
  void eventsPassWhenTheyHappen() throws Exception {
    CountDownLatch next = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                  awaitQuietly(next);
                  peer.say("data: 1\n\n").awaitClose();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      String head = client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
      next.countDown();
      String event = client.readUntil("data: 1\n\n");

      assertThat(head).contains("text/event-stream");
      assertThat(event).endsWith("data: 1\n\n");
    }
  }
}
