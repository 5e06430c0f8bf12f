package site.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Brings a path as received into the two forms of {@link RequestPath}. Almost every path already is
 * in normal form: one look at each character finds that out, and nothing is copied.
 */
final class PathParser {
  private static final BitSet UNRESERVED = new BitSet(128);

  /** What RFC 3986 3.3 allows in a path beside escapes. */
  private static final BitSet LITERAL = new BitSet(128);

  static {
    UNRESERVED.set('a', 'z' + 1);
    UNRESERVED.set('A', 'Z' + 1);
    UNRESERVED.set('0', '9' + 1);
    "-._~".chars().forEach(UNRESERVED::set);
    LITERAL.or(UNRESERVED);
    "/!$&'()*+,;=:@".chars().forEach(LITERAL::set);
  }

  private PathParser() {}

  static RequestPath parse(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      throw new HttpFailure(400, "path: does not begin with a slash");
    }
    if (isNormal(path)) {
      return new RequestPath(path, path);
    }
    String encoded = withoutDots(withNormalOctets(path));
    return new RequestPath(encoded, decoded(encoded));
  }

  /**
   * Whether nothing needs to be looked at closely: no escape, no segment that begins with a dot.
   */
  private static boolean isNormal(String path) {
    if (path.startsWith("//")) {
      return false;
    }
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!LITERAL.get(c) || (c == '.' && before == '/')) {
        return false;
      }
      before = c;
    }
    return true;
  }

  /** RFC 3986 6.2.2.1 and 6.2.2.2: escapes in upper case, none where none is needed. */
  private static String withNormalOctets(String path) {
    var normal = new StringBuilder(path.length() + 16);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        appendOctet(normal, escaped(path, i));
        i += 2;
      } else if (LITERAL.get(c)) {
        normal.append(c);
      } else {
        appendEscape(normal, printable(c));
      }
    }
    return normal.toString();
  }

  private static int escaped(String path, int percent) {
    int high = percent + 2 < path.length() ? Character.digit(path.charAt(percent + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(path.charAt(percent + 2), 16);
    if (low < 0) {
      throw new HttpFailure(400, "path: an escape without two hexadecimal digits");
    }
    int octet = high * 16 + low;
    if (octet < ' ' || octet == 0x7f) {
      throw new HttpFailure(400, "path: an escaped control character");
    }
    return octet;
  }

  /**
   * Lets pass what some clients forget to escape, a backslash for one. A fragment never belongs to
   * a request, and what a control or a byte above ASCII means depends on who reads it.
   */
  private static char printable(char c) {
    if (c <= ' ' || c >= 0x7f || c == '#') {
      throw new HttpFailure(400, "path: a character that must be escaped");
    }
    return c;
  }

  private static void appendOctet(StringBuilder to, int octet) {
    if (UNRESERVED.get(octet)) {
      to.append((char) octet);
    } else {
      appendEscape(to, octet);
    }
  }

  private static void appendEscape(StringBuilder to, int octet) {
    to.append('%').append(hex(octet >> 4)).append(hex(octet & 15));
  }

  private static char hex(int digit) {
    return (char) (digit < 10 ? '0' + digit : 'A' + digit - 10);
  }

  /** RFC 3986 5.2.4, except that nothing is above the root; duplicate slashes in front are one. */
  private static String withoutDots(String path) {
    List<String> kept = new ArrayList<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      String segment = segments[i];
      if (segment.equals("..")) {
        removeLast(kept);
      } else if (!segment.equals(".") && (last || !segment.isEmpty() || !kept.isEmpty())) {
        kept.add(segment);
      }
      if (last && (segment.equals("..") || segment.equals("."))) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static void removeLast(List<String> segments) {
    if (segments.isEmpty()) {
      throw new HttpFailure(400, "path: leads above the root");
    }
    segments.remove(segments.size() - 1);
  }

  /** Octets that are no UTF-8 become U+FFFD, which matches nothing an operator writes. */
  private static String decoded(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    String slashesKept = encoded.replace("%2F", "%252F");
    return QueryStringDecoder.decodeComponent(
        slashesKept.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
