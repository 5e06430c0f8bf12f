package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Vertx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies far larger than memory pass, in both directions, whole and in no more of it. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LargeBodiesTest {
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;
  private static final long GROWTH = 64 * MEBIBYTE;
  private static final int LOOKS = 8;

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  @Test
  void aQuarterOfAGibibytePassesDown() throws Exception {
    down(256 * MEBIBYTE);
  }

  @Test
  void aQuarterOfAGibibytePassesUp() throws Exception {
    up(256 * MEBIBYTE);
  }

  @Test
  @Tag("long")
  void tenGibibytesPassDown() throws Exception {
    down(10 * GIBIBYTE);
  }

  @Test
  @Tag("long")
  void tenGibibytesPassUp() throws Exception {
    up(10 * GIBIBYTE);
  }

  private static void down(long size) throws Exception {
    CompletableFuture<Long> sent = new CompletableFuture<>();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                  sent.complete(write(peer.socket().getOutputStream(), size));
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");

      long received = readWatched(client.socket.getInputStream(), size);

      assertThat(received).isEqualTo(sent.get(20, TimeUnit.SECONDS));
    }
  }

  private static void up(long size) throws Exception {
    CompletableFuture<Long> received = new CompletableFuture<>();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  try {
                    received.complete(readWatched(peer.in(), size));
                  } catch (IOException | AssertionError e) {
                    received.completeExceptionally(e);
                  }
                  peer.say(RawTarget.OK);
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");

      long sent = write(client.socket.getOutputStream(), size);

      assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(sent);
      assertThat(client.readUntil("\r\n\r\nok")).startsWith("HTTP/1.1 200 ");
    }
  }

  /** Writes pieces that differ; tells the sum of all. */
  private static long write(OutputStream out, long size) throws IOException {
    CRC32 sum = new CRC32();
    byte[] piece = new byte[(int) (MEBIBYTE / 4)];
    for (long at = 0; at < size; at += piece.length) {
      piece[(int) (at / piece.length % piece.length)]++;
      sum.update(piece);
      out.write(piece);
    }
    return sum.getValue();
  }

  /** Reads all and looks now and then how much memory there is in use. */
  private static long readWatched(InputStream in, long size) throws IOException {
    CRC32 sum = new CRC32();
    byte[] piece = new byte[(int) (MEBIBYTE / 4)];
    long before = used();
    long look = size / LOOKS;
    for (long left = size; left > 0; ) {
      int got = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (got < 0) {
        throw new EOFException(left + " bytes early");
      }
      sum.update(piece, 0, got);
      left -= got;
      if ((size - left) / look != (size - left - got) / look) {
        assertThat(used() - before).as("growth").isLessThan(GROWTH);
      }
    }
    return sum.getValue();
  }

  /** What lives on the heap, and what Netty has of memory beside it. */
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory()
        - runtime.freeMemory()
        + Math.max(0, PlatformDependent.usedDirectMemory());
  }
}
