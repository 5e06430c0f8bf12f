package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and how handshakes are done.
 *
 * @param names to have certificates for besides the hosts of the sites
 * @param exclude names to have no certificates from an authority for
 * @param certificates the operator's own files
 * @param groups names to be in one certificate
 * @param directory where certificates are kept; empty for the usual place
 * @param defaultName the name served to clients that send no server name (RFC 6066 3)
 * @param unknownName what a client gets that asks for a name we have no certificate for
 * @param missing what a client gets while a certificate is being obtained
 * @param issuance what holds for certificates outside of groups
 * @param warnAt part of the lifetime that is left when warnings begin
 * @param hook run when a certificate was obtained, failed or is about to expire
 * @param onDemand names that are not listed anywhere; absent: they get no certificate
 */
public record TlsConfig(
    Mode mode,
    HandshakeConfig handshake,
    List<String> names,
    List<String> exclude,
    List<CertificateConfig> certificates,
    List<GroupConfig> groups,
    Optional<Path> directory,
    Optional<String> defaultName,
    UnknownName unknownName,
    Missing missing,
    IssuanceConfig issuance,
    AcmeConfig acme,
    double warnAt,
    Optional<Command> hook,
    Optional<OnDemandConfig> onDemand) {

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

  /** The answer to a server name whose certificate is not there yet. */
  public enum Missing {
    /** A certificate of the internal CA, and status 503. */
    PLACEHOLDER,
    /** No handshake. */
    REFUSE
  }

  /**
   * One certificate in the operator's files.
   *
   * @param names the server names it is chosen for; empty means those in the certificate itself
   * @param certificate PEM, leaf first, then intermediates
   * @param key PEM, unencrypted PKCS#8, PKCS#1 or SEC1
   */
  public record CertificateConfig(List<String> names, Path certificate, Path key) {}

  /**
   * Names to be in one certificate.
   *
   * @param id what it is called; empty: as its first name
   */
  public record GroupConfig(Optional<String> id, List<String> names, IssuanceConfig issuance) {}
}
