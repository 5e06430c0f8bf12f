package site.importer.nginx;

import java.util.ArrayList;
import java.util.List;
import site.importer.ImportFailure;
import site.importer.Place;

/** Cuts nginx' text into words and the three marks {@code ; { }}, each with its line. */
final class Lexer {
  private final String file;
  private final String text;
  private int at;
  private int line = 1;

  /** A word, or a mark when it was not quoted. */
  record Token(String text, boolean isMark, Place place) {
    boolean isMark(String mark) {
      return isMark && text.equals(mark);
    }
  }

  private Lexer(String file, String text) {
    this.file = file;
    this.text = text;
  }

  static List<Token> tokens(String file, String text) {
    Lexer lexer = new Lexer(file, text);
    List<Token> tokens = new ArrayList<>();
    for (lexer.skipBlanks(); lexer.at < text.length(); lexer.skipBlanks()) {
      tokens.add(lexer.token());
    }
    return tokens;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c) || c == '\uFEFF') {
        next();
      } else {
        return;
      }
    }
  }

  private Token token() {
    Place place = new Place(file, line);
    char c = text.charAt(at);
    if (c == ';' || c == '{' || c == '}') {
      return new Token(String.valueOf(next()), true, place);
    }
    return new Token(c == '"' || c == '\'' ? quoted(place) : bare(), false, place);
  }

  private String quoted(Place place) {
    char quote = next();
    StringBuilder word = new StringBuilder();
    while (at < text.length()) {
      char c = next();
      if (c == quote) {
        return word.toString();
      }
      word.append(c == '\\' && at < text.length() ? escaped() : c);
    }
    throw new ImportFailure(place, "a text that begins with " + quote + " does not end");
  }

  private String bare() {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !endsBareWord(text.charAt(at), word)) {
      char c = next();
      word.append(c == '\\' && at < text.length() ? escaped() : c);
    }
    return word.toString();
  }

  /** The brace of {@code ${name}} belongs to the word, and so does the one that closes it. */
  private static boolean endsBareWord(char c, StringBuilder word) {
    if (c == '{') {
      return word.length() == 0 || word.charAt(word.length() - 1) != '$';
    }
    if (c == '}') {
      return word.lastIndexOf("${") < 0 || word.indexOf("}", word.lastIndexOf("${")) >= 0;
    }
    return c == ';' || Character.isWhitespace(c);
  }

  /**
   * nginx takes off the backslash before quotes and of t, r, n; regular expressions need theirs.
   */
  private String escaped() {
    char c = next();
    return switch (c) {
      case '"', '\'', '\\' -> String.valueOf(c);
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'n' -> "\n";
      default -> "\\" + c;
    };
  }

  private char next() {
    char c = text.charAt(at++);
    if (c == '\n') {
      line++;
    }
    return c;
  }
}
