package site.middleware.password;

import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** A stored hash, in one of the forms that tell by their beginning how they were made. */
public interface PasswordHash {

  /**
   * Whether it was made of this password. Takes tens of milliseconds of a processor, the same for
   * right and wrong ones; never on an event loop.
   */
  boolean blockingMatches(String password);

  /**
   * Reads a hash.
   *
   * @throws IllegalArgumentException when it has another form; the message does not show it
   */
  static PasswordHash of(String hash) {
    if (hash.startsWith("$2")) {
      return password -> OpenBSDBCrypt.checkPassword(hash, password.toCharArray());
    }
    if (hash.startsWith("$argon2")) {
      return Argon2Hash.parse(hash);
    }
    if (hash.startsWith("$scrypt$")) {
      return ScryptHash.parse(hash);
    }
    if (hash.startsWith("$5$") || hash.startsWith("$6$")) {
      return ShaCrypt.parse(hash);
    }
    if (hash.startsWith("$1$") || hash.startsWith("$apr1$")) {
      return Md5Crypt.parse(hash);
    }
    throw new IllegalArgumentException("an unknown form of hash");
  }
}
