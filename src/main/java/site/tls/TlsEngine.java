package site.tls;

import io.netty.handler.ssl.OpenSsl;
import java.util.Optional;

/** Who does the cryptography of handshakes and records. Certificates are chosen alike for both. */
public enum TlsEngine {
  /** Java's own; works on every platform. */
  JDK,
  /** Native code; faster, and it speaks X25519MLKEM768. */
  BORINGSSL;

  private static final String NATIVE = "BoringSSL";

  /**
   * Why {@link #BORINGSSL} cannot be used in this process, in one sentence; empty where it can. The
   * first call loads the native library.
   */
  public static Optional<String> boringSslProblem() {
    if (!OpenSsl.isAvailable()) {
      Throwable cause = OpenSsl.unavailabilityCause();
      return Optional.of("its native part does not load: " + rootOf(cause));
    }
    String found = OpenSsl.versionString();
    return found.startsWith(NATIVE)
        ? Optional.empty()
        : Optional.of("another library is in its place: " + found);
  }

  /** The faster of those that work here. */
  public static TlsEngine best() {
    return boringSslProblem().isEmpty() ? BORINGSSL : JDK;
  }

  static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString().lines().findFirst().orElse("unknown");
  }
}
