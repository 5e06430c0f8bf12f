package site.tls;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the two sides of a handshake may agree on.
 *
 * @param versions as Java calls them, such as {@code TLSv1.3}
 * @param cipherSuites as Java calls them, the preferred first
 */
public record TlsTerms(TlsEngine engine, Set<String> versions, List<String> cipherSuites) {
  private static final String TLS_12 = "TLSv1.2";
  private static final String TLS_13 = "TLSv1.3";

  /** The key exchanges of BoringSSL; the first is the one quantum computers do not break. */
  static final List<String> GROUPS = List.of("X25519MLKEM768", "X25519", "P-256", "P-384");

  private static final List<String> MODERN_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** For TLS 1.2: forward secrecy and authenticated encryption, nothing else (RFC 9325 4.2). */
  private static final List<String> OLDER_SUITES =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** Mozilla's "modern": TLS 1.3 only. */
  public static TlsTerms modern(TlsEngine engine) {
    return new TlsTerms(engine, Set.of(TLS_13), MODERN_SUITES);
  }

  /** Mozilla's "intermediate": TLS 1.2, too. */
  public static TlsTerms intermediate(TlsEngine engine) {
    Set<String> suites = new LinkedHashSet<>(MODERN_SUITES);
    suites.addAll(OLDER_SUITES);
    return new TlsTerms(engine, Set.of(TLS_12, TLS_13), List.copyOf(suites));
  }
}
