package site.middleware.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;
import site.tls.Pem;

/** The keys of one issuer at one time. Two rings are the same only if they are one. */
public final class KeyRing {
  private static final int MOST = 100;

  /** Who leaves open which key it was makes us try; not for long. */
  private static final int MOST_TRIES = 4;

  private final List<VerificationKey> keys;

  private KeyRing(List<VerificationKey> keys) {
    this.keys = keys;
  }

  /**
   * Reads public keys; those that sign nothing and secrets are left out.
   *
   * @param text a JSON Web Key Set (RFC 7517 5), or keys and certificates in PEM
   * @throws IllegalArgumentException when there is none, with a sentence why
   */
  public static KeyRing parse(String text) {
    List<VerificationKey> keys = text.contains("-----BEGIN ") ? pem(text) : json(text);
    if (keys.isEmpty() || keys.size() > MOST) {
      throw new IllegalArgumentException(
          keys.size() + " public keys (expected from 1 to " + MOST + ")");
    }
    return new KeyRing(keys);
  }

  /** A ring with nothing but what both sides know. */
  public static KeyRing ofSecret(String secret) {
    SecretKeySpec key = new SecretKeySpec(secret.getBytes(UTF_8), "HMAC");
    return new KeyRing(List.of(new VerificationKey(Optional.empty(), Optional.empty(), key)));
  }

  /** Those that can have signed it. */
  List<VerificationKey> candidates(Optional<String> named, String algorithm) {
    return keys.stream().filter(key -> key.fits(named, algorithm)).limit(MOST_TRIES).toList();
  }

  private static List<VerificationKey> json(String text) {
    try {
      return new JsonWebKeySet(text)
          .getJsonWebKeys().stream().flatMap(key -> verifying(key).stream()).toList();
    } catch (JoseException e) {
      throw new IllegalArgumentException("no JSON Web Key Set: " + e.getMessage(), e);
    }
  }

  private static Optional<VerificationKey> verifying(JsonWebKey key) {
    boolean encrypts = key.getUse() != null && !key.getUse().equals(Use.SIGNATURE);
    if (encrypts || !(key instanceof PublicJsonWebKey known)) {
      return Optional.empty();
    }
    return Optional.of(
        new VerificationKey(
            Optional.ofNullable(key.getKeyId()),
            Optional.ofNullable(key.getAlgorithm()),
            known.getPublicKey()));
  }

  private static List<VerificationKey> pem(String text) {
    List<VerificationKey> keys = new ArrayList<>();
    for (Pem.Block block : Pem.blocks(text)) {
      switch (block.label()) {
        case "PUBLIC KEY" -> keys.add(nameless(publicKey(block)));
        case "CERTIFICATE" -> keys.add(nameless(certified(block)));
        default ->
            throw new IllegalArgumentException(
                block.label() + " (expected PUBLIC KEY or CERTIFICATE)");
      }
    }
    return keys;
  }

  private static VerificationKey nameless(PublicKey key) {
    return new VerificationKey(Optional.empty(), Optional.empty(), key);
  }

  private static PublicKey certified(Pem.Block block) {
    try {
      var in = new ByteArrayInputStream(block.bytes());
      return CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a damaged certificate", e);
    }
  }

  private static PublicKey publicKey(Pem.Block block) {
    var encoded = new X509EncodedKeySpec(block.bytes());
    return Stream.of("RSA", "EC", "EdDSA")
        .flatMap(kind -> publicKey(kind, encoded).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a public key of an unknown kind (expected RSA, EC, EdDSA)"));
  }

  private static Optional<PublicKey> publicKey(String kind, X509EncodedKeySpec encoded) {
    try {
      return Optional.of(KeyFactory.getInstance(kind).generatePublic(encoded));
    } catch (InvalidKeySpecException another) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new LinkageError(e.getMessage(), e); // every Java has these
    }
  }
}
