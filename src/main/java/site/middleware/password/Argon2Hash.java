package site.middleware.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id, or Argon2i where others made it so (RFC 9106). */
public final class Argon2Hash implements PasswordHash {
  private static final Pattern FORM =
      Pattern.compile("\\$argon2(id?)\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");

  /** OWASP's recommendation: 19 MiB, two passes. */
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int PASSES = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final Argon2Parameters parameters;
  private final byte[] hash;

  private Argon2Hash(Argon2Parameters parameters, byte[] hash) {
    this.parameters = parameters;
    this.hash = hash;
  }

  static Argon2Hash parse(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("no argon2 hash");
    }
    int type = found.group(1).equals("id") ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i;
    return new Argon2Hash(
        new Argon2Parameters.Builder(type)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(Integer.parseInt(found.group(2)))
            .withIterations(Integer.parseInt(found.group(3)))
            .withParallelism(Integer.parseInt(found.group(4)))
            .withSalt(Base64.getDecoder().decode(found.group(5)))
            .build(),
        Base64.getDecoder().decode(found.group(6)));
  }

  /** Hashes a new password. Blocks for the time it takes to check one. */
  public static String blockingMake(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(PASSES)
            .withParallelism(1)
            .withSalt(salt)
            .build();
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.format(
        Locale.ROOT,
        "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s",
        MEMORY_KIB,
        PASSES,
        base64.encodeToString(salt),
        base64.encodeToString(blockingHash(parameters, password, HASH_BYTES)));
  }

  @Override
  public boolean blockingMatches(String password) {
    return MessageDigest.isEqual(hash, blockingHash(parameters, password, hash.length));
  }

  private static byte[] blockingHash(Argon2Parameters parameters, String password, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] out = new byte[length];
    generator.generateBytes(password.getBytes(UTF_8), out);
    return out;
  }
}
