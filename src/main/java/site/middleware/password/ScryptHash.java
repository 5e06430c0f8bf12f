package site.middleware.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Scrypt (RFC 7914) in the usual text form.
 *
 * @param cost a power of two
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, but for their bytes in constant time
record ScryptHash(int cost, int blockSize, int parallel, byte[] salt, byte[] hash)
    implements PasswordHash {
  private static final Pattern FORM =
      Pattern.compile("\\$scrypt\\$ln=(\\d+),r=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");

  static ScryptHash parse(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("no scrypt hash");
    }
    return new ScryptHash(
        1 << Integer.parseInt(found.group(1)),
        Integer.parseInt(found.group(2)),
        Integer.parseInt(found.group(3)),
        Base64.getDecoder().decode(found.group(4)),
        Base64.getDecoder().decode(found.group(5)));
  }

  @Override
  public boolean blockingMatches(String password) {
    byte[] made =
        SCrypt.generate(password.getBytes(UTF_8), salt, cost, blockSize, parallel, hash.length);
    return MessageDigest.isEqual(hash, made);
  }
}
