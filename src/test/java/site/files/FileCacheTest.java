package site.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FileCacheTest {
  private static final int FILE = 9 * 1024;

  /** Room for three files and what they cost beside. */
  private final FileCache cache = new FileCache(30 * 1024);

  @Test
  void believesAFileForASecond() {
    cache.keep("/a", file(1), 5000);

    assertThat(cache.fresh("/a", 5000)).isPresent();
    assertThat(cache.fresh("/a", 5999)).isPresent();
    assertThat(cache.fresh("/a", 6000)).isEmpty();
    assertThat(cache.known("/a")).isPresent();
    assertThat(cache.fresh("/b", 5000)).isEmpty();
  }

  @Test
  void believesItAgainOnceItWasFoundUnchanged() {
    var file = file(1);
    cache.keep("/a", file, 5000);

    cache.keep("/a", file, 6500);

    assertThat(cache.fresh("/a", 7000)).containsSame(file);
  }

  @Test
  void doesNotBelieveAFutureThatAClockSetBackHasMade() {
    cache.keep("/a", file(1), 50_000);

    assertThat(cache.fresh("/a", 1000)).isEmpty();
  }

  @Test
  void letsTheOldestUnusedGo() {
    cache.keep("/a", file(FILE), 0);
    cache.keep("/b", file(FILE), 0);
    cache.keep("/c", file(FILE), 0);
    cache.fresh("/a", 0);

    cache.keep("/d", file(FILE), 0);

    assertThat(cache.known("/a")).isPresent();
    assertThat(cache.known("/b")).isEmpty();
    assertThat(cache.known("/c")).isPresent();
    assertThat(cache.known("/d")).isPresent();
  }

  @Test
  void weighsAFileThatWasReplacedOnce() {
    for (int i = 0; i < 100; i++) {
      cache.keep("/a", file(FILE), i);
      cache.keep("/b", file(1), i);
    }

    assertThat(cache.known("/a")).isPresent();
    assertThat(cache.known("/b")).isPresent();
  }

  @Test
  void staysWithinItsWeightWhenManyUseIt() {
    List<CompletableFuture<Void>> users = new ArrayList<>();
    for (int user = 0; user < 4; user++) {
      int offset = user;
      users.add(CompletableFuture.runAsync(() -> useMany(offset)));
    }
    users.forEach(CompletableFuture::join);

    assertThat(kept()).isBetween(1, 3);
  }

  private void useMany(int offset) {
    for (int i = 0; i < 5000; i++) {
      String path = "/" + (i * 7 + offset) % 50;
      if (cache.fresh(path, 0).isEmpty()) {
        cache.keep(path, file(FILE), 0);
      }
    }
  }

  private int kept() {
    int kept = 0;
    for (int i = 0; i < 50; i++) {
      kept += cache.known("/" + i).isPresent() ? 1 : 0;
    }
    return kept;
  }

  private static Found.InMemory file(int size) {
    var stamp = new Stamp(1, size, Instant.EPOCH, Instant.EPOCH);
    var representation =
        Representation.ofContent(Path.of("x"), stamp, new byte[size], Roots.TEXT, Instant.EPOCH);
    return new Found.InMemory(representation, Buffer.buffer(new byte[size]));
  }
}
