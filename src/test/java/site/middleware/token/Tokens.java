package site.middleware.token;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** An issuer of tokens with real keys. */
public final class Tokens {
  public static final String ISSUER = "https://id.example";

  private Tokens() {}

  public static PublicJsonWebKey rsa(String id) {
    return named(id, Tokens::newRsa);
  }

  public static PublicJsonWebKey elliptic(String id) {
    return named(id, () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));
  }

  private static PublicJsonWebKey newRsa() throws JoseException {
    return RsaJwkGenerator.generateJwk(2048);
  }

  private interface Making {
    PublicJsonWebKey make() throws JoseException;
  }

  private static PublicJsonWebKey named(String id, Making making) {
    try {
      PublicJsonWebKey key = making.make();
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the issuer publishes. */
  public static String set(PublicJsonWebKey... keys) {
    return new JsonWebKeySet(List.of(keys)).toJson();
  }

  /** Claims that are right from now on for five minutes. */
  public static Map<String, Object> claims(Instant now) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", "shop");
    claims.put("sub", "ada");
    claims.put("exp", now.getEpochSecond() + 300);
    return claims;
  }

  /** Signs with the private half, naming the key. */
  public static String sign(PublicJsonWebKey key, String algorithm, Map<String, Object> claims) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    return sign(signature, algorithm, claims);
  }

  /** Signs with whatever key it was given. */
  static String sign(JsonWebSignature signature, String algorithm, Map<String, Object> claims) {
    signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    signature.setAlgorithmHeaderValue(algorithm);
    signature.setPayload(JsonUtil.toJson(claims));
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
