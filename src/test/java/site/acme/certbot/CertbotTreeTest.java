package site.acme.certbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.acme.Pebble;

/** On a tree that Debian's certbot made, whole and broken in several ways. */
class CertbotTreeTest {
  @TempDir static Path directory;
  private static Path made;

  @TempDir Path here;
  private Path tree;

  @BeforeAll
  static void makeTree() throws Exception {
    assumeTrue(RealCertbot.isInstalled(), "certbot or pebble is not installed");
    try (Pebble pebble = RealCertbot.credulous(directory.resolve("pebble"), 5002, 5001)) {
      RealCertbot certbot = new RealCertbot(directory, pebble);
      certbot.certonly("-d", "ec.test,www.ec.test", "--key-type", "ecdsa");
      certbot.certonly("-d", "rsa.test", "--key-type", "rsa", "--rsa-key-size", "2048");
      certbot.certonly("-d", "rsa.test", "--force-renewal", "--key-type", "rsa");
      made = certbot.tree();
    }
  }

  /** As somebody would move it to another machine: links and all. */
  @BeforeEach
  void copyTree() throws Exception {
    tree = here.resolve("letsencrypt");
    Process copy = new ProcessBuilder("cp", "-a", made.toString(), tree.toString()).start();
    assertThat(copy.waitFor()).isZero();
  }

  @Test
  void certificatesWithTheirKeysAreRead() throws Exception {
    CertbotTree.Content content = read();

    assertThat(content.problems()).isEmpty();
    assertThat(content.lineages()).extracting(Lineage::name).containsExactly("ec.test", "rsa.test");
    Lineage first = content.lineages().get(0);
    assertThat(first.identity().names()).containsExactly("ec.test", "www.ec.test");
    assertThat(first.identity().credentials().get(0).key().getAlgorithm()).isEqualTo("EC");
    assertThat(first.renewal().value("authenticator")).contains("standalone");
    assertThat(content.lineages().get(1).identity().credentials().get(0).key().getAlgorithm())
        .isEqualTo("RSA");
  }

  @Test
  void theNewestIsUsedAndAnOlderOneWhereThatIsDamaged() throws Exception {
    var newest = leaf("rsa.test");
    Files.writeString(tree.resolve("archive/rsa.test/fullchain2.pem"), "cut off");

    CertbotTree.Content content = read();

    assertThat(leaf("rsa.test")).isNotEqualTo(newest);
    assertThat(content.problems())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("rsa.test: ")
        .endsWith("; an older one is used");
  }

  @Test
  void keysThatDoNotMatchAreNotTaken() throws Exception {
    Files.copy(
        tree.resolve("archive/rsa.test/privkey1.pem"), tree.resolve("archive/ec.test/other.pem"));
    Files.move(
        tree.resolve("archive/ec.test/other.pem"),
        tree.resolve("archive/ec.test/privkey1.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    CertbotTree.Content content = read();

    assertThat(content.lineages()).extracting(Lineage::name).containsExactly("rsa.test");
    assertThat(content.problems())
        .anyMatch(p -> p.contains("ec.test: no certificate that can be used: "))
        .anyMatch(p -> p.contains("the key does not match the certificate"));
  }

  @Test
  void aDamagedRenewalFileLeavesTheCertificate() throws Exception {
    Files.writeString(tree.resolve("renewal/ec.test.conf"), "\0\0\0");
    Files.delete(tree.resolve("renewal/rsa.test.conf"));

    CertbotTree.Content content = read();

    assertThat(content.lineages()).hasSize(2);
    assertThat(content.problems())
        .hasSize(2)
        .allMatch(p -> p.endsWith("is missing or damaged, only its certificate is read"));
  }

  @Test
  void aLiveFolderThatIsLostIsMadeUpForByTheArchive() throws Exception {
    try (Stream<Path> files = Files.list(tree.resolve("live/ec.test"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    assertThat(read().lineages()).extracting(Lineage::name).contains("ec.test");
  }

  @Test
  void theAccountIsReadWithItsUrl() throws Exception {
    RenewalFile renewal = read().lineages().get(0).renewal();

    CertbotAccount account =
        CertbotAccount.blockingRead(
            tree,
            java.net.URI.create(renewal.value("server").orElseThrow()),
            renewal.value("account").orElseThrow());

    assertThat(account.url().toString()).startsWith("https://localhost:").contains("/my-account/");
    assertThat(account.key().getPrivate().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void anAccountOutsideOfTheTreeIsNotRead() {
    assertThatThrownBy(
            () ->
                CertbotAccount.blockingRead(
                    tree, java.net.URI.create("https://ca.test/dir"), "../../../../elsewhere"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lies outside of");
  }

  @Test
  void hooksAreFound() throws Exception {
    Path hook = tree.resolve("renewal-hooks/deploy/reload.sh");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\n");

    assertThat(read().hooks()).isEqualTo(List.of(hook));
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> CertbotTree.blockingRead(here.resolve("nothing"), Instant.now()))
        .hasMessageEndingWith("is no directory of certbot's (expected renewal/ and live/ in it)");
  }

  private Object leaf(String name) throws Exception {
    return read().lineages().stream()
        .filter(lineage -> lineage.name().equals(name))
        .findFirst()
        .orElseThrow()
        .identity()
        .credentials()
        .get(0)
        .leaf();
  }

  private CertbotTree.Content read() throws Exception {
    return CertbotTree.blockingRead(tree, Instant.now());
  }
}
