package site.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.acme.Generation;
import site.tls.Pem;

/** {@code cert export ID}: a certificate for other programs. */
@Command(name = "export", description = "Write a certificate for another program.")
final class CertExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Parameters(index = "0", paramLabel = "ID", description = "As cert list shows it.")
  private String id;

  @ArgGroup(multiplicity = "1")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; without it PEM goes to standard output.")
  private Path file;

  /** One of three. */
  static final class Format {
    @Option(names = "--pem", description = "The certificate and its intermediates.")
    @SuppressWarnings("UnusedVariable") // it is this where it is none of the others
    private boolean pem;

    @Option(names = "--combined", description = "The key, then these, as haproxy wants it.")
    private boolean combined;

    @Option(
        names = "--p12",
        description = "PKCS#12, with a password from a prompt or from standard input; needs --out.")
    private boolean pkcs12;
  }

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    Generation kept =
        new CertificateHome(home)
            .store()
            .blockingCurrent(id)
            .orElseThrow(
                () -> new IllegalStateException("no certificate " + id + " (see cert list)"));
    blockingWrite(
        format.pkcs12
            ? blockingPkcs12(kept)
            : pem(kept, format.combined).getBytes(StandardCharsets.US_ASCII));
    return ExitCode.DONE;
  }

  private static String pem(Generation kept, boolean withKey) throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    if (withKey) {
      text.append(Pem.encode("PRIVATE KEY", kept.credential().key().getEncoded()));
    }
    for (X509Certificate certificate : kept.credential().chain()) {
      text.append(Pem.encode("CERTIFICATE", certificate.getEncoded()));
    }
    return text.toString();
  }

  private byte[] blockingPkcs12(Generation kept) throws IOException, GeneralSecurityException {
    if (file == null) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--p12 is not for a terminal (expected --out FILE)");
    }
    char[] password = blockingPassword();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        id,
        kept.credential().key(),
        password,
        kept.credential().chain().toArray(Certificate[]::new));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password);
    return bytes.toByteArray();
  }

  @SuppressWarnings("SystemConsoleNull") // from Java 22 on a console reads standard input itself
  private static char[] blockingPassword() throws IOException {
    Console console = System.console();
    if (console != null) {
      return console.readPassword("Password: ");
    }
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return line == null ? new char[0] : line.toCharArray();
  }

  private void blockingWrite(byte[] bytes) throws IOException {
    if (file == null) {
      spec.commandLine().getOut().print(new String(bytes, StandardCharsets.US_ASCII));
      spec.commandLine().getOut().flush();
      return;
    }
    Files.deleteIfExists(file);
    // only its owner may read it, from the first byte on
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(java.nio.ByteBuffer.wrap(bytes));
    }
  }
}
