package site.middleware.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import site.tls.Pem;

class TokenRulesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final PublicJsonWebKey RSA = Tokens.rsa("one");
  private static final PublicJsonWebKey ELLIPTIC = Tokens.elliptic("two");
  private static final KeyRing RING = KeyRing.parse(Tokens.set(RSA, ELLIPTIC));
  private static final TokenRules RULES =
      new TokenRules(
          Tokens.ISSUER,
          Set.of("shop", "other"),
          Set.of("RS256", "PS256", "ES256"),
          Duration.ofMinutes(1));

  @ParameterizedTest
  @CsvSource({"RS256", "PS256"})
  void aTokenSignedByTheIssuerIsBelieved(String algorithm) throws TokenRefusal {
    String token = Tokens.sign(RSA, algorithm, Tokens.claims(NOW));

    assertThat(RULES.verified(token, RING, NOW).text("sub")).hasValue("ada");
  }

  @Test
  void soIsOneSignedOnACurve() throws TokenRefusal {
    String token = Tokens.sign(ELLIPTIC, "ES256", Tokens.claims(NOW));

    assertThat(RULES.verified(token, RING, NOW).text("sub")).hasValue("ada");
  }

  @Test
  void keysMayBeInPemAndHaveNoNames() throws TokenRefusal {
    KeyRing ring =
        KeyRing.parse(
            Pem.encode("PUBLIC KEY", ELLIPTIC.getPublicKey().getEncoded())
                + Pem.encode("PUBLIC KEY", RSA.getPublicKey().getEncoded()));
    String token = Tokens.sign(RSA, "RS256", Tokens.claims(NOW));

    assertThat(RULES.verified(token, ring, NOW).text("sub")).hasValue("ada");
  }

  static Stream<Arguments> wrongClaims() {
    long now = NOW.getEpochSecond();
    return Stream.of(
        wrong(claims -> claims.put("iss", "https://evil.example"), "another issuer"),
        wrong(claims -> claims.remove("iss"), "another issuer"),
        wrong(claims -> claims.put("aud", "elsewhere"), "for another audience"),
        wrong(claims -> claims.remove("aud"), "for another audience"),
        wrong(claims -> claims.put("aud", List.of()), "for another audience"),
        wrong(claims -> claims.remove("exp"), "it never ends"),
        wrong(claims -> claims.put("exp", "tomorrow"), "exp is no number"),
        wrong(claims -> claims.put("exp", now - 60), "it has expired"),
        wrong(claims -> claims.put("nbf", now + 61), "it is not valid yet"));
  }

  private static Arguments wrong(Consumer<Map<String, Object>> change, String reason) {
    return Arguments.of(change, reason);
  }

  @ParameterizedTest
  @MethodSource("wrongClaims")
  void whatIsNotForUsOrNotForNowIsRefused(Consumer<Map<String, Object>> change, String reason) {
    Map<String, Object> claims = Tokens.claims(NOW);
    change.accept(claims);

    refused(Tokens.sign(RSA, "RS256", claims), reason);
  }

  static Stream<Consumer<Map<String, Object>>> rightClaims() {
    long now = NOW.getEpochSecond();
    return Stream.of(
        claims -> claims.put("aud", List.of("elsewhere", "shop")),
        claims -> claims.put("exp", now - 59),
        claims -> claims.put("exp", now + 0.5),
        claims -> claims.put("nbf", now + 60));
  }

  @ParameterizedTest
  @MethodSource("rightClaims")
  void clocksMayDifferALittle(Consumer<Map<String, Object>> change) throws TokenRefusal {
    Map<String, Object> claims = Tokens.claims(NOW);
    change.accept(claims);

    assertThat(RULES.verified(Tokens.sign(RSA, "RS256", claims), RING, NOW)).isNotNull();
  }

  /** RFC 8725 2.1: the public key is no secret, but some take it for one. */
  @Test
  void aPublicKeyIsNeverTakenForASecret() {
    for (byte[] known :
        List.of(
            RSA.getPublicKey().getEncoded(),
            Pem.encode("PUBLIC KEY", RSA.getPublicKey().getEncoded()).getBytes(UTF_8))) {
      JsonWebSignature forged = new JsonWebSignature();
      forged.setKey(new HmacKey(known));
      forged.setKeyIdHeaderValue("one");
      String token = Tokens.sign(forged, "HS256", Tokens.claims(NOW));

      refused(token, "signed by an algorithm that is not allowed");
      TokenRules lax =
          new TokenRules(Tokens.ISSUER, Set.of("shop"), Set.of("HS256", "RS256"), Duration.ZERO);
      assertThatThrownBy(() -> lax.verified(token, RING, NOW))
          .isInstanceOf(TokenRefusal.class)
          .hasMessage("signed by a key that is not known");
    }
  }

  @Test
  void noneIsNoSignature() {
    for (String none : List.of("none", "None", "NONE")) {
      refused(
          forged("{\"alg\":\"" + none + "\"}", ""), "signed by an algorithm that is not allowed");
    }
    refused(forged("{}", ""), "signed by an algorithm that is not allowed");
  }

  @Test
  void aKeyThatATokenBringsAlongIsNotLookedAt() {
    PublicJsonWebKey own = Tokens.rsa("mine");
    JsonWebSignature forged = new JsonWebSignature();
    forged.setKey(own.getPrivateKey());
    forged.setJwkHeader(own);
    forged.setHeader("jku", "http://127.0.0.1:1/keys");

    refused(Tokens.sign(forged, "RS256", Tokens.claims(NOW)), "signed by a key that is not known");
  }

  @Test
  void anotherKeyOfTheSameNameIsNotTheKey() {
    String token = Tokens.sign(Tokens.rsa("one"), "RS256", Tokens.claims(NOW));

    refused(token, "its signature is wrong");
  }

  @Test
  void aChangedClaimBreaksTheSignature() {
    String[] parts = Tokens.sign(RSA, "RS256", Tokens.claims(NOW)).split("\\.", 3);
    Map<String, Object> claims = new HashMap<>(Tokens.claims(NOW));
    claims.put("sub", "root");
    String other = Tokens.sign(ELLIPTIC, "ES256", claims).split("\\.", 3)[1];

    refused(parts[0] + "." + other + "." + parts[2], "its signature is wrong");
  }

  @Test
  void whatIsNoTokenIsRefused() {
    for (String text :
        List.of("", ".", "..", "a.b", "a.b.c", "a.b.c.d.e", "!.!.!", "x".repeat(20_000) + "..")) {
      assertThatThrownBy(() -> RULES.verified(text, RING, NOW))
          .as(text)
          .isInstanceOf(TokenRefusal.class);
    }
    refused(forged("{\"alg\":\"RS256\",\"kid\":5}", "AAAA"), "kid is no text");
    refused(forged("{\"alg\":[\"RS256\"]}", "AAAA"), "alg is no text");
    refused(forged("{\"alg\":\"RS256\",\"crit\":[5],\"kid\":\"one\"}", "AAAA"));
    refused(forged("{\"alg\":\"ES256\",\"kid\":\"two\"}", ""));
    refused(forged("{\"alg\":\"ES256\",\"kid\":\"two\"}", "A".repeat(86)));
  }

  @Test
  void keysForOtherPurposesAndSecretsAreLeftOut() {
    String encryption = Tokens.set(RSA).replace("\"kid\"", "\"use\":\"enc\",\"kid\"");
    String secret = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + "A".repeat(64) + "\"}]}";

    for (String set : List.of(encryption, secret, "{\"keys\":[]}", "[]", "hello", "{}")) {
      assertThatThrownBy(() -> KeyRing.parse(set))
          .as(set)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String forged(String header, String signature) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"iss\":\"" + Tokens.ISSUER + "\",\"aud\":\"shop\",\"exp\":9999999999}";
    return base64.encodeToString(header.getBytes(UTF_8))
        + "."
        + base64.encodeToString(claims.getBytes(UTF_8))
        + "."
        + signature;
  }

  private static void refused(String token) {
    assertThatThrownBy(() -> RULES.verified(token, RING, NOW)).isInstanceOf(TokenRefusal.class);
  }

  private static void refused(String token, String reason) {
    assertThatThrownBy(() -> RULES.verified(token, RING, NOW))
        .isInstanceOf(TokenRefusal.class)
        .hasMessage(reason);
  }
}
