package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import site.config.ActionConfig;
import site.config.UpstreamConfig;
import site.http.HttpFailure;

/** Bodies that are stored before they are sent on have a bound, and leave nothing behind. */
class SpoolTest {
  private static Vertx vertx;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  private static Spool spool(Path file, long limit) {
    OpenOptions options = new OpenOptions().setCreate(false).setRead(false).setWrite(true);
    AsyncFile open = Front.await(vertx.fileSystem().open(file.toString(), options));
    return new Spool(open, limit);
  }

  private static void assertBrokenWith(Spool spool, int status, String reason) {
    Eventually.until("it says so", () -> spool.broken().failed());
    assertThat(spool.broken().cause())
        .isInstanceOfSatisfying(
            HttpFailure.class,
            failure -> {
              assertThat(failure.status()).isEqualTo(status);
              assertThat(failure.getMessage()).contains(reason);
            });
  }

  @Test
  void whatIsTooLargeIsNotWritten() throws IOException {
    Path file = Files.createFile(dir.resolve("body"));
    Spool spool = spool(file, 10);

    Front.await(spool.write(Buffer.buffer("0123456789")));
    boolean before = spool.broken().isComplete();
    spool.write(Buffer.buffer("x"));

    assertThat(before).isFalse();
    assertBrokenWith(spool, 413, "more than 10 bytes");
    assertThat(file).hasSize(10);
  }

  static boolean hasFullDevice() {
    return Files.exists(Path.of("/dev/full"));
  }

  @Test
  @EnabledIf("hasFullDevice")
  void aFullDiskIsAReason() {
    Spool spool = spool(Path.of("/dev/full"), 1000);

    spool.write(Buffer.buffer("0123456789"));

    assertBrokenWith(spool, 503, "No space left on device");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aBodyThatIsOnItsWayHasNoNameOnTheDisk() throws IOException {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        Front front = Front.before(vertx, buffering(target));
        RawClient client = new RawClient(front)) {
      client.say("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\n123");
      Eventually.until("it is open and deleted", () -> openBodies() > 0);

      String answer = client.say("45").readAll();

      assertThat(answer).startsWith("HTTP/1.1 200 ");
      Eventually.until("it is closed", () -> openBodies() == 0);
    }
  }

  private static ActionConfig.Proxy buffering(RawTarget target) {
    UpstreamConfig upstream =
        new UpstreamConfig(List.of(Front.target(target.port())), Front.PATIENT);
    return new ActionConfig.Proxy(
        Optional.empty(),
        upstream,
        ActionConfig.HostHeader.KEEP,
        ActionConfig.ForwardedHeaders.X,
        true,
        false,
        false);
  }

  private static long openBodies() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(SpoolTest::isDeletedBody).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isDeletedBody(Path descriptor) {
    try {
      String file = Files.readSymbolicLink(descriptor).toString();
      return file.contains("site-body-") && file.endsWith("(deleted)");
    } catch (IOException e) {
      return false;
    }
  }
}
