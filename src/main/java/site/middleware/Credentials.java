package site.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/** A name and a password as a client says them (RFC 7617 2). */
record Credentials(String name, String password) {
  /** Nobody's password is longer, and some hashes take the longer for it. */
  private static final int MOST_BYTES = 1024;

  /**
   * Reads the value of {@code Authorization}.
   *
   * @param field null where there is none
   * @return empty for another scheme and for what makes no sense
   */
  static Optional<Credentials> parse(String field) {
    if (field == null || !field.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(field.substring(6).strip());
      return octets.length > MOST_BYTES ? Optional.empty() : split(octets);
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  private static Optional<Credentials> split(byte[] octets) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** Never shown. */
  @Override
  public String toString() {
    return name;
  }
}
