package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import site.acme.AcmeFailure.Kind;

/** A disk that is full, and files that were damaged: the authority is not bothered with that. */
class StorageTest extends WithPebble {
  private static final int BLOCK = 4096;

  private Path disk;

  /** A file system of 1 MiB; only root may make one. */
  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(home.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "a file system of 1 MiB cannot be mounted: that needs root");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void aFullDiskCostsNoOrderAndTheOldCertificateStays() throws Exception {
    try (Issuance issuance = new Issuance(disk, http)) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
      fill();

      issuance.scheduler().renew(NAME);
      JobReport full = issuance.awaitProblem(NAME);
      issuance.pass(Duration.ofHours(1));
      issuance.pass(Duration.ofHours(1));

      assertThat(full.state().problem().orElseThrow().kind()).isEqualTo(Kind.LOCAL);
      assertThat(proxy.ordersMade()).isEqualTo(1);
      assertThat(issuance.store().blockingCurrent(NAME).orElseThrow().number()).isEqualTo(1);

      Files.delete(disk.resolve("filling"));
      issuance.scheduler().renew(NAME);
      issuance.awaitGeneration(NAME, 2);
    }
  }

  @Test
  void aCertificateWithoutAnyUndamagedGenerationIsOrderedAgain() throws Exception {
    try (Issuance issuance = new Issuance(disk, http)) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
    }
    Files.writeString(disk.resolve("tls/archive").resolve(NAME).resolve("0001/privkey.pem"), "");

    try (Issuance issuance = new Issuance(disk, http)) {
      issuance.keep(spec());

      issuance.await(NAME, r -> r.material().isPresent() && r.state().pending().isEmpty());
      assertThat(proxy.ordersMade()).isEqualTo(2);
    }
  }

  private void fill() throws IOException {
    try (OutputStream out =
        Files.newOutputStream(disk.resolve("filling"), StandardOpenOption.CREATE_NEW)) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
