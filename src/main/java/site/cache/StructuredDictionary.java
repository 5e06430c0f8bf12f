package site.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a dictionary as RFC 8941 3.2 defines it, for {@code CDN-Cache-Control}: one mistake, and
 * all of it counts as not written. Of the values only those are kept that a directive can have.
 */
final class StructuredDictionary {
  private static final int LONGEST_INTEGER = 15;

  private final String text;
  private int at;

  private StructuredDictionary(String text) {
    this.text = text;
  }

  /**
   * Reads the lines of the field.
   *
   * @return member names with their values, empty text for true; a member whose value is false or
   *     of another kind than number, text or token is left out; nothing when it cannot be read
   */
  static Optional<Map<String, String>> parse(List<String> lines) {
    try {
      return Optional.of(new StructuredDictionary(String.join(",", lines)).members());
    } catch (Malformed malformed) {
      return Optional.empty();
    }
  }

  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed() {
      super(null, null, false, false);
    }
  }

  private Map<String, String> members() throws Malformed {
    Map<String, String> members = new HashMap<>();
    skip(" ");
    while (at < text.length()) {
      String key = key();
      String value = accept('=') ? item() : "";
      parameters();
      // RFC 8941 4.2.2: the last of several counts.
      members.remove(key);
      if (value != null) {
        members.put(key, value);
      }
      skip(" \t");
      if (at < text.length()) {
        expect(',');
        skip(" \t");
        if (at == text.length()) {
          throw new Malformed();
        }
      }
    }
    return members;
  }

  private String key() throws Malformed {
    int from = at;
    if (!isLower(peek()) && peek() != '*') {
      throw new Malformed();
    }
    while (isLower(peek()) || isDigit(peek()) || "_-.*".indexOf(peek()) >= 0) {
      at++;
    }
    return text.substring(from, at);
  }

  /** Null for a value no directive can have. */
  private String item() throws Malformed {
    char c = peek();
    if (c == '"') {
      return string();
    }
    if (c == '?') {
      return isTrue() ? "" : null;
    }
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if (isLetter(c) || c == '*') {
      return token();
    }
    throw new Malformed();
  }

  private String string() throws Malformed {
    StringBuilder value = new StringBuilder();
    for (at++; peek() != '"'; at++) {
      if (peek() == '\\') {
        at++;
        if (peek() != '"' && peek() != '\\') {
          throw new Malformed();
        }
      }
      if (peek() < ' ' || peek() > '~') {
        throw new Malformed();
      }
      value.append(peek());
    }
    at++;
    // A quoted number is a text: marked, so that nobody takes it for one.
    return isDigits(value) ? "\"" + value + "\"" : value.toString();
  }

  private boolean isTrue() throws Malformed {
    at++;
    char c = peek();
    if (c != '0' && c != '1') {
      throw new Malformed();
    }
    at++;
    return c == '1';
  }

  private String number() throws Malformed {
    int from = at;
    accept('-');
    int digits = at;
    while (isDigit(peek()) || (peek() == '.' && at > digits)) {
      at++;
    }
    if (at == digits || at - digits > LONGEST_INTEGER || text.charAt(at - 1) == '.') {
      throw new Malformed();
    }
    return text.substring(from, at);
  }

  private String token() {
    int from = at;
    while (isLetter(peek()) || isDigit(peek()) || "!#$%&'*+-.^_`|~:/".indexOf(peek()) >= 0) {
      at++;
    }
    return text.substring(from, at);
  }

  /** RFC 9213 2.1: parameters mean nothing here. */
  private void parameters() throws Malformed {
    while (accept(';')) {
      skip(" ");
      key();
      if (accept('=')) {
        item();
      }
    }
  }

  private boolean accept(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) throws Malformed {
    if (!accept(c)) {
      throw new Malformed();
    }
  }

  private void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character, or one that stands nowhere in a field when there is none. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\n';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isDigits(CharSequence value) {
    return value.length() > 0 && value.chars().allMatch(c -> isDigit((char) c));
  }
}
