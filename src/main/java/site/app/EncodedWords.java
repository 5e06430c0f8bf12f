package site.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes what is not ASCII as a header field may hold it (RFC 2047), for whoever sends letters by
 * Vert.x' mail client. That encodes each {@code char} by itself, which makes two question marks of
 * whatever lies beyond the first 65,536 characters; what is ASCII it leaves alone.
 */
public final class EncodedWords {
  private static final String BEGIN = "=?UTF-8?B?";
  private static final String END = "?=";

  /** RFC 2047 2: 75 characters at most, in Base64 three bytes of four; no character is divided. */
  private static final int MOST_BYTES = (75 - BEGIN.length() - END.length()) / 4 * 3;

  /** The client ends lines with CRLF by itself, and takes a CR for something to encode. */
  private static final String FOLD = "\n ";

  private EncodedWords() {}

  /** The text of a field such as Subject; itself when it is printable ASCII. */
  public static String of(String line) {
    return line.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? line : String.join(FOLD, words(line));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    int bytes = 0;
    for (int character : line.codePoints().toArray()) {
      int more = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > MOST_BYTES) {
        words.add(word(word.toString()));
        word.setLength(0);
        bytes = 0;
      }
      word.appendCodePoint(character);
      bytes += more;
    }
    words.add(word(word.toString()));
    return words;
  }

  private static String word(String text) {
    return BEGIN + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + END;
  }
}
