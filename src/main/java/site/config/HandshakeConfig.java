package site.config;

/**
 * What TLS handshakes agree on.
 *
 * @param minVersion the oldest protocol accepted, {@code TLSv1.2} or {@code TLSv1.3}
 */
public record HandshakeConfig(Engine engine, Preset preset, String minVersion) {

  /** Who does the cryptography. */
  public enum Engine {
    /** BoringSSL where it loads, else Java's own. */
    AUTO,
    JDK,
    BORINGSSL
  }

  /** Which protocols and cipher suites. */
  public enum Preset {
    MODERN,
    INTERMEDIATE
  }

  /** The stricter of preset and minimum wins. */
  public boolean onlyTls13() {
    return preset == Preset.MODERN || minVersion.equals("TLSv1.3");
  }
}
