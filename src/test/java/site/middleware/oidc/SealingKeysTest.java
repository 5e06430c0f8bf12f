package site.middleware.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.SettableClock;

class SealingKeysTest {
  @TempDir Path directory;
  private final SettableClock clock = new SettableClock("2026-06-01T12:00:00Z");

  private Path file() {
    return directory.resolve("oidc/keys");
  }

  private SealingKeys keys() throws IOException {
    SealingKeys keys = new SealingKeys(file(), clock);
    keys.blockingPrepare();
    return keys;
  }

  @Test
  void whatIsSealedIsOpenedForTheSamePurposeOnly() throws IOException {
    SealingKeys keys = keys();
    String sealed = keys.seal("ada", "session");

    assertThat(keys.open(sealed, "session")).hasValue("ada");
    assertThat(keys.open(sealed, "login")).isEmpty();
    assertThat(sealed).doesNotContain("ada").isNotEqualTo(keys.seal("ada", "session"));
  }

  @Test
  void theNextProcessOpensIt() throws IOException {
    String sealed = keys().seal("ada", "session");

    assertThat(keys().open(sealed, "session")).hasValue("ada");
  }

  @Test
  void keysAreChangedMonthlyAndOpenForAnotherMonth() throws IOException {
    SealingKeys keys = keys();
    String sealed = keys.seal("ada", "session");
    String first = Files.readString(file());

    clock.pass(Duration.ofDays(31));
    keys.blockingPrepare();
    assertThat(Files.readString(file())).endsWith(first).isNotEqualTo(first);
    assertThat(keys.open(sealed, "session")).hasValue("ada");

    clock.pass(Duration.ofDays(30));
    keys.blockingPrepare();
    assertThat(keys.open(sealed, "session")).isEmpty();
    assertThat(Files.readString(file())).doesNotContain(first.strip());
  }

  @Test
  void aDamagedFileIsNotRepairedInSilence() throws IOException {
    keys();
    Files.writeString(file(), "nonsense\n");

    assertThatThrownBy(this::keys).isInstanceOf(IOException.class).hasMessageContaining("keys");
  }
}
