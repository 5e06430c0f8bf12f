package site.middleware.token;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * A key with what it may verify. A public key never serves as a secret, nor for another algorithm
 * than its kind (RFC 8725 2.1).
 *
 * @param id as tokens name it
 * @param algorithm the only one it is for; empty for all of its kind
 */
record VerificationKey(Optional<String> id, Optional<String> algorithm, Key key) {
  private static final Map<String, Integer> CURVES =
      Map.of("ES256", 256, "ES384", 384, "ES512", 521);

  /**
   * Whether a token can be signed by it.
   *
   * @param named what the token says of its key
   */
  boolean fits(Optional<String> named, String used) {
    boolean same = named.isEmpty() || id.isEmpty() || id.equals(named);
    return same && algorithm.orElse(used).equals(used) && isOfKind(used);
  }

  private boolean isOfKind(String used) {
    return switch (used.substring(0, 2)) {
      case "RS", "PS" -> key instanceof RSAKey;
      case "ES" ->
          key instanceof ECKey curve
              && curve.getParams().getCurve().getField().getFieldSize() == CURVES.get(used);
      case "Ed" -> key instanceof EdECKey;
      case "HS" -> key instanceof SecretKey;
      default -> false;
    };
  }
}
