package site.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.http.BareServer;
import site.http.RawHttp;

/**
 * A path that is swapped all the time between a directory below the root and a link to one outside,
 * while clients ask for what is behind it: not a byte and not a name comes from outside, whenever
 * the swap comes.
 */
class LinkRaceTest {
  /** Each is looked up once, so that none is answered from memory. */
  private static final int SMALL = 500;

  private static final int LARGE_BYTES = 400_000;

  @TempDir Path home;
  private final AtomicBoolean over = new AtomicBoolean();
  private final long began = System.nanoTime();
  private BareServer server;

  @BeforeEach
  void serve() throws IOException {
    fill(home.resolve("root/inside"), "i");
    fill(home.resolve("outside"), "o");
    Files.writeString(Files.createDirectories(home.resolve("root/inside/few")).resolve("i"), "i");
    Files.writeString(Files.createDirectories(home.resolve("outside/few")).resolve("o"), "o");
    Vertx vertx = Vertx.vertx();
    server = BareServer.start(vertx, new FilesAction(vertx, Roots.browsed(home.resolve("root"))));
  }

  private static void fill(Path directory, String letter) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < SMALL; i++) {
      Files.writeString(directory.resolve("small-" + i), letter.repeat(100));
    }
    Files.writeString(directory.resolve("large"), letter.repeat(LARGE_BYTES));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** What is there when nothing is from outside. */
  private enum Inside {
    LINK,
    DIRECTORY
  }

  @ParameterizedTest
  @EnumSource
  void nothingComesFromOutside(Inside inside) throws Exception {
    race(inside, () -> ask(300));
  }

  @ParameterizedTest
  @EnumSource
  void noNameComesFromOutside(Inside inside) throws Exception {
    race(inside, () -> list(2_000));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  @Timeout(600)
  void nothingComesFromOutsideForLong(Inside inside) throws Exception {
    race(inside, () -> ask(10_000));
  }

  private void race(Inside inside, Callable<Integer> client) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Future<Integer> swaps = threads.submit(() -> swap(inside));
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        clients.add(threads.submit(client));
      }

      for (Future<Integer> answers : clients) {
        assertThat(answers.get()).as("answers from inside").isPositive();
      }
      over.set(true);
      assertThat(swaps.get()).isGreaterThan(100);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private int swap(Inside inside) throws IOException {
    int swaps = 0;
    for (; !over.get(); swaps++) {
      if (inside == Inside.LINK) {
        put(home.resolve("root/inside"));
        put(home.resolve("outside"));
      } else {
        Files.move(home.resolve("root/inside"), home.resolve("root/link"));
        Files.move(home.resolve("root/link"), home.resolve("root/inside"));
        put(home.resolve("outside"));
        Files.delete(home.resolve("root/link"));
      }
    }
    return swaps;
  }

  /** A rename is one step: at no time is there no link. */
  private void put(Path target) throws IOException {
    Path next = Files.createSymbolicLink(home.resolve("next"), target);
    Files.move(next, home.resolve("root/link"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Goes on, for a while, until something was found inside as well. */
  private int ask(int requests) {
    int inside = 0;
    for (int i = 0; i < requests || (inside == 0 && isTimeLeft()); i++) {
      String path = i % 3 == 0 ? "/link/large" : "/link/small-" + i % SMALL;
      RawHttp.Answer answer = RawHttp.get(server.port(), path);
      if (answer.status() == 200) {
        inside++;
        assertThat(answer.isComplete()).as(path).isTrue();
        assertThat(letters(answer.text())).as(path).isEqualTo(Set.of((int) 'i'));
      } else {
        assertThat(answer.status()).as(path).isEqualTo(404);
      }
    }
    return inside;
  }

  private int list(int requests) {
    int inside = 0;
    for (int i = 0; i < requests || (inside == 0 && isTimeLeft()); i++) {
      RawHttp.Answer answer = RawHttp.get(server.port(), "/link/few/");
      assertThat(answer.text()).doesNotContain("href=\"./o\"");
      inside += answer.text().contains("href=\"./i\"") ? 1 : 0;
    }
    return inside;
  }

  private boolean isTimeLeft() {
    return System.nanoTime() - began < TimeUnit.SECONDS.toNanos(60);
  }

  private static Set<Integer> letters(String text) {
    return Set.copyOf(text.chars().distinct().boxed().toList());
  }
}
