package site.middleware.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A way to the provider that somebody has begun, as a sealed cookie says.
 *
 * @param state comes back with the answer, so that nobody can bring his own (RFC 6749 10.12)
 * @param nonce comes back inside the token
 * @param verifier proves that who asks for the token began the way (RFC 7636)
 * @param page where to go after it: path and query, on the same origin
 * @param end in seconds since 1970
 */
record Login(String state, String nonce, String verifier, String page, long end) {
  private static final Duration TIME = Duration.ofMinutes(10);

  static Login begin(String page, SealingKeys random, Instant now) {
    return new Login(
        random.secret(), random.secret(), random.secret(), page, now.plus(TIME).getEpochSecond());
  }

  static long seconds() {
    return TIME.toSeconds();
  }

  /** RFC 7636 4.2: what the provider sees of the verifier at first. */
  String challenge() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError(e.getMessage(), e); // every Java has it
    }
  }

  String text() {
    return new JsonObject()
        .put("s", state)
        .put("n", nonce)
        .put("v", verifier)
        .put("p", page)
        .put("e", end)
        .encode();
  }

  /** Empty when it took too long. */
  static Optional<Login> parse(String text, Instant now) {
    JsonObject json = new JsonObject(text);
    Login login =
        new Login(
            json.getString("s"),
            json.getString("n"),
            json.getString("v"),
            json.getString("p"),
            json.getLong("e"));
    return Optional.of(login).filter(begun -> now.getEpochSecond() < begun.end());
  }
}
