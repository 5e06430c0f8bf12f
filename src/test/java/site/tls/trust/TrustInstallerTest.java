package site.tls.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.tls.InternalCa;

/** On a machine of our own below a directory, with the real programs where they can be had. */
class TrustInstallerTest {
  @TempDir Path machine;
  private Path root;
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void foundAuthority() throws Exception {
    root = InternalCa.blockingOpen(machine.resolve("data"), Clock.systemUTC()).rootPem();
    Files.createDirectories(machine.resolve("sbin"));
  }

  @Test
  void aDryRunShowsTheCommandsAndDoesNothing() throws Exception {
    debianStore();

    installer(true).blockingInstall();

    assertThat(said.toString())
        .contains("system " + localCertificates() + ":")
        .contains("  install -m 0644 " + root + " " + localCertificates().resolve("site-jar-"))
        .contains("  " + machine.resolve("sbin/update-ca-certificates"));
    assertThat(localCertificates()).isEmptyDirectory();
    assertThat(record()).doesNotExist();
  }

  @Test
  void theSystemTrustsTheRootAndForgetsItAgain() throws Exception {
    debianStore();

    installer(false).blockingInstall();

    assertThat(Files.readString(bundle())).contains(Files.readString(root));
    assertThat(record()).exists();
    installer(false).blockingUninstall();
    assertThat(Files.readString(bundle())).doesNotContain(Files.readString(root));
    assertThat(localCertificates()).isEmptyDirectory();
    assertThat(record()).doesNotExist();
  }

  @Test
  void whatWasTrustedBeforeStaysTrusted() throws Exception {
    debianStore();
    Files.copy(root, localCertificates().resolve("by-hand.crt"));
    run(machine.resolve("sbin/update-ca-certificates").toString());

    installer(false).blockingInstall();
    installer(false).blockingUninstall();

    assertThat(said.toString()).contains("trusts it already").contains("nothing is installed");
    assertThat(Files.readString(bundle())).contains(Files.readString(root));
  }

  @Test
  void anInstallationThatBrokeOffCanBeUndone() throws Exception {
    debianStore();
    program("update-ca-certificates", "echo no space left >&2; exit 1");

    assertThatThrownBy(() -> installer(false).blockingInstall())
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("update-ca-certificates failed (1): no space left");

    assertThat(record()).exists();
    debianStore();
    run(machine.resolve("sbin/update-ca-certificates").toString());
    installer(false).blockingUninstall();
    assertThat(localCertificates()).isEmptyDirectory();
    assertThat(record()).doesNotExist();
  }

  @Test
  void aStoreThatDoesNotTrustTheRootAfterwardsIsNotCalledASuccess() throws Exception {
    debianStore();
    program("update-ca-certificates", "exit 0");

    assertThatThrownBy(() -> installer(false).blockingInstall())
        .hasMessageContaining("does not trust it, although its commands succeeded");
  }

  @Test
  void theStoresOfJavaAndOfBrowsersAreChangedToo() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/certutil")), "libnss3-tools is missing");
    Path nss = nssStore();
    Path cacerts = javaStore();

    installer(false).blockingInstall();

    assertThat(run("certutil", "-L", "-d", "sql:" + nss)).contains("site-jar-");
    assertThat(keytool("-list", cacerts)).contains("site-jar-");
    assertThat(said.toString()).contains("nss " + nss + ":").contains("java " + cacerts + ":");
    installer(false).blockingUninstall();
    assertThat(run("certutil", "-L", "-d", "sql:" + nss)).doesNotContain("site-jar-");
    assertThat(keytool("-list", cacerts)).doesNotContain("site-jar-");
  }

  @Test
  void anEntryTheSystemsHookLeftInJavaIsTakenAwayToo() throws Exception {
    Path cacerts = javaStore();
    debianStore(
        "test \"$1\" = --fresh || "
            + keytool()
            + " -importcert -noprompt -alias debian:site -file "
            + root
            + " -keystore "
            + cacerts
            + " -storepass changeit");

    installer(false).blockingInstall();

    assertThat(keytool("-list", cacerts)).contains("debian:site").doesNotContain("site-jar-");
    installer(false).blockingUninstall();
    assertThat(keytool("-list", cacerts)).doesNotContain("debian:site");
  }

  @Test
  void theRootThatWasInstalledIsTheOneTakenAway() throws Exception {
    debianStore();
    installer(false).blockingInstall();
    String first = Files.readString(root);
    for (String file : List.of("root.pem", "root.key")) {
      Files.delete(root.resolveSibling(file));
    }
    InternalCa.blockingOpen(root.getParent(), Clock.systemUTC());

    assertThatThrownBy(() -> installer(false).blockingInstall())
        .hasMessage("another root is installed; run cert trust uninstall first");
    installer(false).blockingUninstall();

    assertThat(Files.readString(bundle())).doesNotContain(first);
    assertThat(localCertificates()).isEmptyDirectory();
  }

  @Test
  void aMachineWithoutStoresIsTold() {
    assertThatThrownBy(() -> installer(false).blockingInstall())
        .hasMessage("no trust store was found here; tell your programs to trust " + root);
  }

  private TrustInstaller installer(boolean dryRun) {
    TrustPlaces places =
        new TrustPlaces(
            machine,
            machine.resolve("home"),
            List.of(machine.resolve("sbin")),
            machine.resolve("java"));
    return new TrustInstaller(places, root, new PrintWriter(said), dryRun);
  }

  private Path record() {
    return root.resolveSibling("trust.json");
  }

  private Path localCertificates() {
    return machine.resolve("usr/local/share/ca-certificates");
  }

  private Path bundle() {
    return machine.resolve("etc/ssl/certs/ca-certificates.crt");
  }

  /** Makes the bundle of all local certificates, as Debian's program does. */
  private void debianStore(String... hooks) throws Exception {
    Files.createDirectories(localCertificates());
    Files.createDirectories(bundle().getParent());
    program(
        "update-ca-certificates",
        "cat /dev/null "
            + localCertificates()
            + "/*.crt > "
            + bundle()
            + " 2>/dev/null\n"
            + String.join("\n", hooks)
            + "\ntrue");
  }

  private Path nssStore() throws Exception {
    linkProgram("certutil");
    Path nss = Files.createDirectories(machine.resolve("home/.pki/nssdb"));
    run("certutil", "-N", "--empty-password", "-d", "sql:" + nss);
    return nss;
  }

  private Path javaStore() throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    Path cacerts = machine.resolve("java/lib/security/cacerts");
    Files.createDirectories(cacerts.getParent());
    Files.copy(java.resolve("lib/security/cacerts"), cacerts, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(cacerts, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createDirectories(machine.resolve("java/bin"));
    Files.createSymbolicLink(machine.resolve("java/bin/keytool"), Path.of(keytool()));
    return cacerts;
  }

  private static String keytool() {
    return System.getProperty("java.home") + "/bin/keytool";
  }

  private static String keytool(String verb, Path cacerts) throws Exception {
    return run(keytool(), verb, "-keystore", cacerts.toString(), "-storepass", "changeit");
  }

  private void linkProgram(String name) throws Exception {
    Path program = machine.resolve("sbin").resolve(name);
    if (!Files.exists(program)) {
      Files.createSymbolicLink(program, Path.of("/usr/bin").resolve(name));
    }
  }

  private void program(String name, String script) throws Exception {
    Path file = machine.resolve("sbin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
    return output;
  }
}
