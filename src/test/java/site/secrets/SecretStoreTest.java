package site.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStoreTest {
  private static final SecretName USER = new SecretName("MYSQL_AUTH/user");
  private static final SecretName PASSWORD = new SecretName("MYSQL_AUTH/password");

  @TempDir Path data;
  private final Map<String, String> environment = new HashMap<>();
  private SecretStore store;
  private Path file;
  private Path key;

  @BeforeEach
  void open() {
    store = new SecretStore(data, environment::get);
    file = data.resolve("secrets/secrets");
    key = data.resolve("secrets/master.key");
  }

  @Test
  void whatIsPutIsFoundAgainAndStandsNowhereInTheClear() throws IOException {
    store.blockingPut(PASSWORD, "tøp secret\nof two lines");
    store.blockingPut(USER, "ada");

    assertThat(store.blockingFind(PASSWORD)).contains("tøp secret\nof two lines");
    assertThat(store.blockingNames()).containsExactly(PASSWORD, USER);
    assertThat(Files.readString(file)).doesNotContain("secret\nof").doesNotContain("ada\n");
    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(modeOf(key)).isEqualTo("rw-------");
    assertThat(modeOf(file.getParent())).isEqualTo("rwx------");
  }

  @Test
  void theSameValueLooksDifferentEachTime() throws IOException {
    store.blockingPut(USER, "ada");
    String first = Files.readString(file);

    store.blockingPut(USER, "ada");

    assertThat(Files.readString(file)).isNotEqualTo(first);
  }

  @Test
  void oneIsForgottenAndTheOthersStay() {
    store.blockingPut(USER, "ada");
    store.blockingPut(PASSWORD, "x");

    assertThat(store.blockingRemove(USER)).isTrue();
    assertThat(store.blockingRemove(USER)).isFalse();

    assertThat(store.blockingFind(USER)).isEmpty();
    assertThat(store.blockingFind(PASSWORD)).contains("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw-r--r--", "rwx------", "rw----r--"})
  void aKeyOthersMayTouchIsRefused(String mode) throws IOException {
    store.blockingPut(USER, "ada");

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> store.blockingFind(USER))
        .isInstanceOf(SecretsFailure.class)
        .hasMessageContaining("expected mode 0600");
    assertThatThrownBy(() -> store.blockingPut(PASSWORD, "x")).hasMessageContaining("0600");
  }

  @Test
  void aValueUnderAnotherNameDoesNotOpen() throws IOException {
    store.blockingPut(USER, "ada");

    Files.writeString(file, Files.readString(file).replace("/user", "/password"));

    assertThatThrownBy(() -> store.blockingFind(PASSWORD))
        .hasMessageContaining("another master key, or changed");
  }

  @Test
  void aChangedByteIsNoticed() throws IOException {
    store.blockingPut(USER, "ada");
    String line = Files.readString(file);
    char at = line.charAt(line.indexOf(' ') + 20);

    Files.writeString(
        file,
        line.substring(0, line.indexOf(' ') + 20)
            + (at == 'A' ? 'B' : 'A')
            + line.substring(line.indexOf(' ') + 21));

    assertThatThrownBy(() -> store.blockingFind(USER)).hasMessageContaining("does not open");
  }

  @Test
  void theKeyCanComeFromTheEnvironmentOrFromSystemd() throws IOException {
    String given = Base64.getEncoder().encodeToString(new byte[32]);
    environment.put("SITE_MASTER_KEY", given);
    store.blockingPut(USER, "ada");

    environment.clear();
    Path credentials = Files.createDirectory(data.resolve("credentials"));
    Files.writeString(credentials.resolve("site.master-key"), given + "\n");
    environment.put("CREDENTIALS_DIRECTORY", credentials.toString());

    assertThat(key).doesNotExist();
    assertThat(store.blockingFind(USER)).contains("ada");
  }

  @Test
  void withAnotherKeyNothingOpensAndNothingIsAdded() {
    store.blockingPut(USER, "ada");
    environment.put("SITE_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));

    assertThatThrownBy(() -> store.blockingFind(USER)).hasMessageContaining("another master key");
    assertThatThrownBy(() -> store.blockingPut(PASSWORD, "x")).hasMessageContaining("master key");
    environment.put("SITE_MASTER_KEY", "a passphrase");
    assertThatThrownBy(() -> store.blockingFind(USER))
        .hasMessage("SITE_MASTER_KEY: not a key (expected 32 bytes in Base64)");
  }

  @Test
  void aLostKeyIsNotReplacedByANewOne() throws IOException {
    store.blockingPut(USER, "ada");
    Files.delete(key);

    assertThatThrownBy(() -> store.blockingPut(PASSWORD, "x")).hasMessageContaining("is missing");
    assertThat(key).doesNotExist();
  }

  @Test
  void whoeverWritesAtTheSameTimeLosesNothing() throws Exception {
    store.blockingPut(USER, "ada");
    ExecutorService writers = Executors.newFixedThreadPool(2);

    for (int writer = 0; writer < 2; writer++) {
      int number = writer;
      writers.execute(
          () -> {
            for (int i = 0; i < 20; i++) {
              store.blockingPut(new SecretName("W" + number + "/n" + i), "x");
            }
          });
    }
    writers.shutdown();

    assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(store.blockingNames()).hasSize(41);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "a/b/c", "../a", "a/..", "a/.b", "a b/c", "a/b\n"})
  void whatCannotBeANameIsRefused(String name) {
    assertThatThrownBy(() -> new SecretName(name)).hasMessageContaining("GROUP/name");
  }

  @Test
  void aFileThatIsNoStoreIsLeftAlone() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "garbage\n");

    assertThatThrownBy(() -> store.blockingPut(USER, "ada")).isInstanceOf(SecretsFailure.class);

    assertThat(Files.readAllLines(file)).isEqualTo(List.of("garbage"));
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
