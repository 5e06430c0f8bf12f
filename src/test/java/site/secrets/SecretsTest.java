package site.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final SecretName NAME = new SecretName("GMAIL_AUTH/mail_password");

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private Secrets secrets() {
    return new Secrets(store(), environment::get, directory.resolve("run-secrets"));
  }

  private SecretStore store() {
    return new SecretStore(directory.resolve("data"), environment::get);
  }

  @Test
  void theFirstPlaceThatHasOneWins() throws IOException {
    Path credentials = Files.createDirectories(directory.resolve("credentials"));
    Path containers = Files.createDirectories(directory.resolve("run-secrets"));
    environment.put("CREDENTIALS_DIRECTORY", credentials.toString());

    assertThat(secrets().blockingFind(NAME.text())).isEmpty();
    assertThat(secrets().blockingPlace(NAME)).isEmpty();

    store().blockingPut(NAME, "of the store");
    assertThat(secrets().blockingFind(NAME.text())).contains("of the store");
    assertThat(secrets().blockingPlace(NAME)).contains("store");

    Files.writeString(containers.resolve("GMAIL_AUTH.mail_password"), "of the container\n");
    assertThat(secrets().blockingFind(NAME.text())).contains("of the container");

    Files.writeString(credentials.resolve("GMAIL_AUTH.mail_password"), "of systemd\r\n");
    assertThat(secrets().blockingFind(NAME.text())).contains("of systemd");

    environment.put("SITE_SECRET_GMAIL_AUTH_MAIL_PASSWORD", "of the environment");
    assertThat(secrets().blockingFind(NAME.text())).contains("of the environment");
    assertThat(secrets().blockingPlace(NAME)).contains("environment");
  }

  @Test
  void aFolderForEachGroupIsLookedInto() throws IOException {
    Path group = Files.createDirectories(directory.resolve("run-secrets/GMAIL_AUTH"));
    Files.writeString(group.resolve("mail_password"), " kept as it is \n");

    assertThat(secrets().blockingFind(NAME.text())).contains(" kept as it is ");
  }

  @Test
  void aNameThatIsNoneIsRefusedAndReadsNoFile() {
    assertThatThrownBy(() -> secrets().blockingFind("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
