package site.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes foreign text so that it can't end a field or a line, nor do anything to a terminal. */
final class Escapes {
  private static final String HEX = "0123456789ABCDEF";

  private Escapes() {}

  /**
   * Like nginx by default: quotes, backslashes and bytes that are not printable ASCII as {@code
   * \xHH}.
   */
  static void appendHex(StringBuilder to, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        to.append(c);
      } else {
        to.append("\\x").append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
      }
    }
  }

  /** The inside of a JSON string (RFC 8259 7). */
  static void appendJson(StringBuilder to, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        to.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        to.append(c);
      }
    }
  }

  /** Text as one character per byte of its UTF-8 form, as wire texts are. */
  static String toWire(String text) {
    return isAscii(text) ? text : new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** A wire text as people read it, if it is UTF-8. */
  static String fromWire(String text) {
    return isAscii(text) ? text : new String(text.getBytes(ISO_8859_1), UTF_8);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }
}
