package site.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatcherTest {
  private static final Duration QUIET = Duration.ofMillis(30);

  @TempDir Path home;
  private final Semaphore told = new Semaphore(0);
  private Path tree;
  private Watcher watcher;

  @BeforeEach
  void writeATree() throws IOException {
    tree = home.resolve("app");
    Files.createDirectories(tree.resolve("java/shop"));
    Files.writeString(tree.resolve("java/shop/Main.java"), "1");
  }

  @AfterEach
  void stop() {
    watcher.close();
  }

  private void watch(Path path) throws IOException {
    watch(path, QUIET);
  }

  private void watch(Path path, Duration quiet) throws IOException {
    watcher = Watcher.blockingStart(path, quiet, told::release);
  }

  private void assertTold() throws InterruptedException {
    assertThat(told.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    // what came in two batches is told twice, which is no harm
    while (told.tryAcquire(200, TimeUnit.MILLISECONDS)) {}
  }

  private void assertNotTold() throws InterruptedException {
    assertThat(told.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void tellsOfAFileDeepInAFolder() throws Exception {
    watch(tree);

    Files.writeString(tree.resolve("java/shop/Main.java"), "2");

    assertTold();
  }

  @Test
  void tellsOfFilesInFoldersThatCameLater() throws Exception {
    watch(tree);
    Files.createDirectories(tree.resolve("resources/a/b"));
    assertTold();

    Files.writeString(tree.resolve("resources/a/b/page.html"), "x");

    assertTold();
  }

  @Test
  void tellsOfManyWritesOnce() throws Exception {
    watch(tree, Duration.ofMillis(500));

    for (int i = 0; i < 200; i++) {
      Files.writeString(tree.resolve("java/shop/Main" + i % 7 + ".java"), "" + i);
    }

    assertThat(told.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(told.tryAcquire(5, 300, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void followsAFolderThatIsDeletedAndMadeAgain() throws Exception {
    watch(tree);
    Files.delete(tree.resolve("java/shop/Main.java"));
    Files.delete(tree.resolve("java/shop"));
    Files.delete(tree.resolve("java"));
    Files.delete(tree);
    assertTold();

    Files.createDirectories(tree.resolve("java/shop"));
    assertTold();
    Files.writeString(tree.resolve("java/shop/Main.java"), "2");

    assertTold();
  }

  @Test
  void findsAPathWhoseParentsDoNotExistYet() throws Exception {
    watch(home.resolve("later/apps/shop.jar"));
    Files.createDirectories(home.resolve("later/apps"));
    assertTold();

    Files.writeString(home.resolve("later/apps/shop.jar"), "x");

    assertTold();
  }

  @Test
  void tellsOfAFileThatIsReplacedByRenaming() throws Exception {
    Path jar = Files.writeString(home.resolve("shop.jar"), "1");
    watch(jar);
    for (int i = 0; i < 3; i++) {
      Path next = Files.writeString(home.resolve("shop.jar.new"), "next " + i);
      assertNotTold();

      Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

      assertTold();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java/shop/.Main.java.swp", "java/shop/Main.java~", "java/shop/4913"})
  void keepsQuietAboutWhatEditorsLeave(String file) throws Exception {
    watch(tree);

    Files.writeString(tree.resolve(file), "x");
    Files.writeString(home.resolve("beside"), "x");

    assertNotTold();
  }

  @Test
  void keepsQuietWhenClosed() throws Exception {
    watch(tree);
    watcher.close();

    Files.writeString(tree.resolve("java/shop/Main.java"), "2");

    assertNotTold();
  }
}
