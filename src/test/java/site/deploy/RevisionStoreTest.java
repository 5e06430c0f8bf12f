package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.deploy.LiveRecord.Good;

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
  void keepsTheLastThreeThatServedAndWhatIsStillInUse() throws IOException {
    store.blockingData();
    AppFiles first = serve();
    for (int i = 2; i <= 6; i++) {
      store.blockingRelease(serve());
    }

    String[] whileFirstDrains = names();
    store.blockingRelease(first);

    assertThat(whileFirstDrains).containsExactly("1", "4", "5", "6", "data", "live.json");
    assertThat(names()).containsExactly("4", "5", "6", "data", "live.json");
  }

  @Test
  void forgetsWhatNeverServedAndNeverUsesItsNumberForAnother() throws IOException {
    store.blockingRelease(serve());
    store.blockingRelease(store.blockingCopy(home.resolve("shop")));

    assertThat(names()).containsExactly("1", "live.json");

    AppFiles second = serve();
    store.blockingServe(first(), "");
    store.blockingRelease(second);

    assertThat(names()).containsExactly("1", "live.json");
    assertThat(store.blockingCopy(home.resolve("shop")).revision()).isEqualTo(3);
  }

  @Test
  void clearsAwayWhatAKilledServerLeft() throws IOException {
    serve();
    store.blockingCopy(home.resolve("shop"));

    store().blockingPrune();

    assertThat(names()).containsExactly("1", "live.json");
  }

  @Test
  void doesNotHandOutFilesThatAreNotWhatTheyWere() throws IOException {
    AppFiles files = serve();
    Good good = store.blockingRecord().live().orElseThrow();

    assertThat(store.blockingTake(good)).contains(files);

    Files.writeString(files.folder().resolve("lib/z.jar"), "");
    assertThat(store.blockingTake(good)).isEmpty();
  }

  @Test
  void aRecordThatCannotBeReadIsNone() throws IOException {
    serve();
    Files.writeString(home.resolve("apps/shop/live.json"), "{\"history\": 1");

    assertThat(store.blockingRecord()).isEqualTo(LiveRecord.NONE);
  }

  private AppFiles first() throws IOException {
    return store.blockingTake(store.blockingRecord().history().get(0)).orElseThrow();
  }

  private AppFiles serve() throws IOException {
    AppFiles files = store.blockingCopy(home.resolve("shop"));
    store.blockingServe(files, files.digest());
    return files;
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
