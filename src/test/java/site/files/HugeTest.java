package site.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import site.http.BareServer;
import site.http.RawHttp;

/** What is far larger than memory is served from no more of it. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HugeTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final long MEBIBYTE = 1L << 20;

  @TempDir Path root;
  private BareServer server;

  @BeforeEach
  void serve() {
    Vertx vertx = Vertx.vertx();
    server = BareServer.start(vertx, new FilesAction(vertx, Roots.browsed(root)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void twentyGibibytesPassThrough() throws Exception {
    try (var file = new RandomAccessFile(root.resolve("huge.bin").toFile(), "rw")) {
      file.setLength(20 * GIBIBYTE);
    }
    long before = usedAfterCollection();

    long received = receive("/huge.bin");
    var last = RawHttp.get(server.port(), "/huge.bin", "range: bytes=0-0,-2");

    assertThat(received).isGreaterThan(20 * GIBIBYTE).isLessThan(20 * GIBIBYTE + 1000);
    assertThat(last.text()).contains("bytes 21474836478-21474836479/21474836480");
    assertThat(usedAfterCollection() - before).isLessThan(32 * MEBIBYTE);
  }

  @Test
  void aDirectoryOfAHundredThousandFilesIsListedAndServed() throws IOException {
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 100_000; i++) {
      Files.writeString(many.resolve("file-" + i), "content " + i);
    }
    long before = usedAfterCollection();

    for (int i = 0; i < 100_000; i += 100) {
      assertThat(RawHttp.get(server.port(), "/many/file-" + i).text()).isEqualTo("content " + i);
    }
    for (int page = 1; page <= 5; page++) {
      String list =
          RawHttp.get(server.port(), "/many/?page=" + page, "accept: application/json").text();
      assertThat(new JsonObject(list).getInteger("total")).isEqualTo(100_000);
    }

    assertThat(usedAfterCollection() - before).isLessThan(32 * MEBIBYTE);
  }

  private long receive(String path) throws IOException {
    long received = 0;
    byte[] room = new byte[1 << 20];
    try (Socket socket = RawHttp.open(server.port(), "GET", path)) {
      InputStream in = socket.getInputStream();
      for (int n = in.read(room); n >= 0; n = in.read(room)) {
        received += n;
      }
    }
    return received;
  }

  private static long usedAfterCollection() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
