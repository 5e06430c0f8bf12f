package site.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.secrets.Keyring.PlainKeyringFile;

class KeyringTest {
  private static final Path KEYRING = Path.of("/usr/bin/keyring");
  private static final SecretName KEY = new SecretName("OPENWEATHERMAP_AUTH/api_key");

  @TempDir Path directory;

  @Test
  void theFileOfThePlainBackendIsRead() {
    List<String> lines =
        List.of(
            "[OTHER]",
            "api_5Fkey = eA==",
            "",
            "[OPENWEATHERMAP_5FAUTH]",
            "user = ",
            "\teQ==",
            "api_5fkey = ",
            "\tYWJj",
            "\tZGVm");

    assertThat(PlainKeyringFile.find(lines, "OPENWEATHERMAP_AUTH", "api_key")).contains("abcdef");
    assertThat(PlainKeyringFile.find(lines, "OTHER", "api_key")).contains("x");
    assertThat(PlainKeyringFile.find(lines, "OTHER", "none")).isEmpty();
  }

  @Test
  void theDesktopsServiceIsAsked() throws IOException {
    Path tool = directory.resolve("secret-tool");
    Files.writeString(tool, "#!/bin/sh\n[ \"$5\" = api_key ] && echo \"of $3\"\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    Keyring keyring = new Keyring(Map.of("PATH", directory.toString())::get);

    assertThat(keyring.blockingFind(KEY)).contains("of OPENWEATHERMAP_AUTH");
    assertThat(keyring.blockingFind(new SecretName("A/b"))).isEmpty();
  }

  @Test
  void whatPythonsKeyringReallyStoredIsFound() throws Exception {
    assumeThat(KEYRING).as("Debian's python3-keyring").exists();
    keyring("OPENWEATHERMAP_AUTH", "api_key", "0123456789abcdef0123456789abcdef");
    Map<String, String> onlyTheFile = Map.of("XDG_DATA_HOME", directory.toString());

    assertThat(new Keyring(onlyTheFile::get).blockingFind(KEY))
        .contains("0123456789abcdef0123456789abcdef");
    assertThat(new Keyring(onlyTheFile::get).blockingFind(new SecretName("A/b"))).isEmpty();
  }

  private void keyring(String group, String name, String value) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(KEYRING.toString(), "set", group, name);
    builder.environment().put("XDG_DATA_HOME", directory.toString());
    builder.environment().put("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring");
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile())
            .start();
    try (var in = process.outputWriter()) {
      in.write(value + "\n");
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("said"))).isZero();
  }
}
