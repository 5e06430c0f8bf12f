package site.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import site.tls.Credential;

/**
 * A certificate with its key as it lies on disk; never changed once it is there.
 *
 * @param number counted from 1 for each {@link CertSpec#id}
 */
public record Generation(int number, Credential credential, Origin origin) {

  /**
   * Where a generation is from.
   *
   * @param authority {@link Authority#id}, or what it was imported from
   * @param account its URL, as {@code replaces} is refused to others (RFC 9773 5)
   * @param imported whether it was not ordered by us
   */
  public record Origin(String authority, Optional<String> account, boolean imported) {

    /** Ordered by us. */
    public Origin(String authority, Optional<String> account) {
      this(authority, account, false);
    }
  }

  public X509Certificate leaf() {
    return credential.leaf();
  }

  public Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  public Duration lifetime() {
    return Duration.between(notBefore(), notAfter());
  }
}
