package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionStoreTest {
  @TempDir Path home;
  private RevisionStore store;

  @BeforeEach
  void create() throws IOException {
    store = store();
    Files.createDirectories(home.resolve("shop/classes/a"));
    Files.createDirectories(home.resolve("shop/lib"));
    Files.writeString(home.resolve("shop/classes/a/A.class"), "one");
    Files.writeString(home.resolve("shop/lib/z.jar"), "z");
    Files.writeString(home.resolve("shop/lib/b.jar"), "b");
  }

  @Test
  void copiesAFolderWithItsOwnClassesBeforeItsLibraries() throws IOException {
    AppFiles files = store.blockingCopy(home.resolve("shop"));

    assertThat(files.folder()).isEqualTo(home.resolve("apps/shop/1"));
    assertThat(files.folder().resolve("classes/a/A.class")).hasContent("one");
    assertThat(files.classPath().stream().map(url -> url.getPath().replaceAll(".*/1/", "")))
        .containsExactly("classes/", "lib/b.jar", "lib/z.jar");
  }

  @Test
  void digestsNamesAndContents() throws IOException {
    String before = store.blockingCopy(home.resolve("shop")).digest();
    String same = store.blockingCopy(home.resolve("shop")).digest();
    Files.move(home.resolve("shop/lib/z.jar"), home.resolve("shop/lib/y.jar"));
    String renamed = store.blockingCopy(home.resolve("shop")).digest();
    Files.writeString(home.resolve("shop/lib/y.jar"), "Z");
    String changed = store.blockingCopy(home.resolve("shop")).digest();

    assertThat(same).isEqualTo(before).hasSize(64);
    assertThat(renamed).isNotEqualTo(before);
    assertThat(changed).isNotEqualTo(renamed);
  }

  @Test
  void goesOnCountingAfterARestart() throws IOException {
    store.blockingCopy(home.resolve("shop"));

    AppFiles next = store().blockingCopy(home.resolve("shop"));

    assertThat(next.revision()).isEqualTo(2);
  }

  @Test
  void keepsTheLastThreeAndWhatIsStillInUse() throws IOException {
    store.blockingData();
    AppFiles first = store.blockingCopy(home.resolve("shop"));
    for (int i = 2; i <= 6; i++) {
      AppFiles files = store.blockingCopy(home.resolve("shop"));
      store.blockingRelease(files);
    }

    String[] whileFirstDrains = names();
    store.blockingRelease(first);

    assertThat(whileFirstDrains).containsExactly("1", "4", "5", "6", "data");
    assertThat(names()).containsExactly("4", "5", "6", "data");
  }

  @Test
  void clearsAwayWhatAKilledServerLeft() throws IOException {
    for (int i = 1; i <= 5; i++) {
      store.blockingCopy(home.resolve("shop"));
    }

    store().blockingPrune();

    assertThat(names()).containsExactly("3", "4", "5");
  }

  private String[] names() {
    String[] names = home.resolve("apps/shop").toFile().list();
    Arrays.sort(names);
    return names;
  }

  private RevisionStore store() {
    return new RevisionStore(
        home.resolve("apps/shop"), new SourceFolder("shop", new AppPlatform()::blockingCompiler));
  }
}
