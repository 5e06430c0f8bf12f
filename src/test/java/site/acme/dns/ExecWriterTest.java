package site.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.acme.ExternalCommand;

class ExecWriterTest {
  private static final DnsProof PROOF = new DnsProof("x.test", "the-token", "the $(value)");

  @TempDir Path directory;

  @Test
  void hooksSeeTheVariablesOfCertbotAndNoShell() throws Exception {
    Path seen = directory.resolve("seen");
    ExecWriter writer =
        new ExecWriter(
            hook("present", "env | grep -E '^(CERTBOT|SITE)_' | sort > " + seen + "; echo id-7"),
            Optional.of(hook("cleanup", "echo \"out=$CERTBOT_AUTH_OUTPUT\" >> " + seen)));

    writer.blockingAdd(PROOF, "alias.test");
    writer.blockingRemove(PROOF, "alias.test");

    assertThat(Files.readAllLines(seen))
        .containsExactly(
            "CERTBOT_DOMAIN=x.test",
            "CERTBOT_IDENTIFIER=x.test",
            "CERTBOT_TOKEN=the-token",
            "CERTBOT_VALIDATION=the $(value)",
            "SITE_RECORD=alias.test",
            "out=id-7");
  }

  @Test
  void aFailedHookIsToldWithItsOutput() throws Exception {
    ExecWriter writer =
        new ExecWriter(hook("present", "echo no such zone >&2; exit 3"), Optional.empty());

    assertThatThrownBy(() -> writer.blockingAdd(PROOF, "x"))
        .isInstanceOf(DnsFailure.class)
        .hasMessageEndingWith("present\" ended with 3: no such zone");
  }

  @Test
  void aHookThatHangsIsEndedWithAllItStarted() throws Exception {
    Path pid = directory.resolve("pid");
    ExternalCommand slow =
        new ExternalCommand(
            hook("present", "sleep 600 & echo $! > " + pid + "; wait").words(),
            Duration.ofSeconds(1));

    assertThatThrownBy(() -> new ExecWriter(slow, Optional.empty()).blockingAdd(PROOF, "x"))
        .hasMessageEndingWith("present\" took longer than 1 s and was ended");

    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child).ifPresent(left -> left.onExit().join());
  }

  @Test
  void aHookThatIsNotThereIsNamed() {
    ExternalCommand none = new ExternalCommand(List.of("/nowhere/hook"), Duration.ofSeconds(1));

    assertThatThrownBy(() -> new ExecWriter(none, Optional.empty()).blockingAdd(PROOF, "x"))
        .hasMessageContaining("\"/nowhere/hook\" cannot be run");
  }

  private ExternalCommand hook(String name, String script) throws Exception {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new ExternalCommand(List.of(file.toString()), Duration.ofSeconds(20));
  }
}
