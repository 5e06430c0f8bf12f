package site.tls.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;

/**
 * The certificates OpenSSL, GnuTLS and their users trust: a folder for local ones, and a command
 * that makes one bundle of everything.
 *
 * @param ending of the names of files the command takes
 * @param bundle what the command makes
 * @param afterInstall the command
 * @param afterUninstall the command when something is gone
 */
record SystemStore(
    Path folder, String ending, Path bundle, List<String> afterInstall, List<String> afterUninstall)
    implements TrustStore {

  @Override
  public String id() {
    return "system " + folder;
  }

  @Override
  public List<List<String>> install(TrustedRoot root) {
    return List.of(
        List.of("install", "-m", "0644", root.file().toString(), file(root).toString()),
        afterInstall);
  }

  @Override
  public List<List<String>> uninstall(TrustedRoot root) {
    return List.of(List.of("rm", "-f", file(root).toString()), afterUninstall);
  }

  private Path file(TrustedRoot root) {
    return folder.resolve(root.name() + ending);
  }

  @Override
  public boolean blockingTrusts(TrustedRoot root) throws TrustFailure {
    if (!Files.exists(bundle)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(bundle)) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .contains(root.certificate());
    } catch (IOException | CertificateException e) {
      throw new TrustFailure(bundle + " cannot be read: " + e.getMessage(), e);
    }
  }
}
