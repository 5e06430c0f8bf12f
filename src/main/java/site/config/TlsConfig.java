package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and how handshakes are done.
 *
 * @param minVersion the oldest protocol accepted, {@code TLSv1.2} or {@code TLSv1.3}
 * @param certificates the operator's own files
 * @param defaultName the name served to clients that send no server name (RFC 6066 3)
 * @param unknownName what a client gets that asks for a name we have no certificate for
 */
public record TlsConfig(
    Mode mode,
    String minVersion,
    List<CertificateConfig> certificates,
    Optional<String> defaultName,
    UnknownName unknownName) {

  /** Where certificates come from. */
  public enum Mode {
    AUTO,
    INTERNAL,
    MANUAL,
    OFF
  }

  /** The answer to a server name nobody configured. */
  public enum UnknownName {
    REFUSE,
    DEFAULT
  }

  /**
   * One certificate in the operator's files.
   *
   * @param names the server names it is chosen for; empty means those in the certificate itself
   * @param certificate PEM, leaf first, then intermediates
   * @param key PEM, unencrypted PKCS#8, PKCS#1 or SEC1
   */
  public record CertificateConfig(List<String> names, Path certificate, Path key) {}
}
