package kit.weather;

import java.text.Normalizer;
import java.util.Locale;

/** Names as people type them: without accents, in lower case, one space between words. */
final class Folded {
  private Folded() {}

  static String of(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT);
    return withoutLigatures(plain)
        .replaceAll("['’ʻ`.]", "")
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }

  /** Letters that no decomposition takes apart. */
  private static String withoutLigatures(String name) {
    return name.replace("ß", "ss")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("đ", "d")
        .replace("ı", "i")
        .replace("æ", "ae")
        .replace("œ", "oe")
        .replace("þ", "th")
        .replace("ð", "d");
  }
}
