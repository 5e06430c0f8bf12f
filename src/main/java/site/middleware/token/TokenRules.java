package site.middleware.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Which tokens are believed (RFC 7519 7.2, RFC 8725). Decides, and fetches nothing: a key that a
 * token brings along or refers to is not looked at.
 *
 * @param issuer the only one
 * @param audiences one of them has to be named
 * @param algorithms how it may be signed
 * @param skew what clocks may differ
 */
public record TokenRules(
    String issuer, Set<String> audiences, Set<String> algorithms, Duration skew) {

  /** What an issuer would never need; a signature over more costs more. */
  private static final int MOST_CHARACTERS = 16 * 1024;

  /**
   * What a token says, once it is known to be true.
   *
   * @throws TokenRefusal when it is not
   */
  public Claims verified(String token, KeyRing keys, Instant now) throws TokenRefusal {
    JsonWebSignature signature = parse(token);
    String algorithm = header(signature, "alg").orElse("");
    if (!algorithms.contains(algorithm)) {
      throw TokenRefusal.because("signed by an algorithm that is not allowed");
    }
    Claims claims = claims(signed(signature, keys, algorithm));
    check(claims, now);
    return claims;
  }

  /** Whether it is for us, and now. */
  void check(Claims claims, Instant now) throws TokenRefusal {
    long time = now.getEpochSecond();
    long tolerance = skew.toSeconds();
    if (!issuer.equals(claims.values().get("iss"))) {
      throw TokenRefusal.because("another issuer");
    }
    if (Collections.disjoint(claims.texts("aud"), audiences)) {
      throw TokenRefusal.because("for another audience");
    }
    Optional<Long> end = claims.time("exp");
    if (end.isEmpty()) {
      throw TokenRefusal.because("it never ends");
    }
    if (time - tolerance >= end.get()) {
      throw TokenRefusal.because("it has expired");
    }
    if (time + tolerance < claims.time("nbf").orElse(0L)) {
      throw TokenRefusal.because("it is not valid yet");
    }
  }

  private static JsonWebSignature parse(String token) throws TokenRefusal {
    long dots = token.chars().filter(c -> c == '.').count();
    if (token.length() > MOST_CHARACTERS || dots != 2) {
      throw TokenRefusal.because("no signed token");
    }
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setCompactSerialization(token);
      if (signature.getHeaders().getObjectHeaderValue("crit") != null) {
        // RFC 7515 4.1.11: we understand none of what must be understood.
        throw TokenRefusal.because("it has critical headers");
      }
      return signature;
    } catch (JoseException e) {
      throw TokenRefusal.because("no signed token");
    }
  }

  private static Optional<String> header(JsonWebSignature signature, String name)
      throws TokenRefusal {
    Object value = signature.getHeaders().getObjectHeaderValue(name);
    if (value != null && !(value instanceof String)) {
      throw TokenRefusal.because(name + " is no text");
    }
    return Optional.ofNullable((String) value);
  }

  private static String signed(JsonWebSignature signature, KeyRing keys, String algorithm)
      throws TokenRefusal {
    Optional<String> named = header(signature, "kid");
    List<VerificationKey> candidates = keys.candidates(named, algorithm);
    signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
    for (VerificationKey candidate : candidates) {
      signature.setKey(candidate.key());
      try {
        if (signature.verifySignature()) {
          return signature.getPayload();
        }
      } catch (JoseException e) {
        throw TokenRefusal.because("its signature makes no sense");
      }
    }
    // RFC 7515 4.1.4: without a name it may well be by a key we have not got yet.
    throw candidates.isEmpty() || named.isEmpty()
        ? TokenRefusal.unknownKey()
        : TokenRefusal.because("its signature is wrong");
  }

  private static Claims claims(String payload) throws TokenRefusal {
    try {
      Map<String, Object> values = JsonUtil.parseJson(payload);
      return new Claims(Collections.unmodifiableMap(values));
    } catch (JoseException e) {
      throw TokenRefusal.because("it holds no claims");
    }
  }
}
