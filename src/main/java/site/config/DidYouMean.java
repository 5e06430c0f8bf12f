package site.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody probably meant. Pure. */
final class DidYouMean {
  private DidYouMean() {}

  /**
   * The nearest known word, when it is near: one slip in two letters, two in five, three in eight.
   */
  static Optional<String> nearest(String written, Collection<String> known) {
    int allowed = Math.min(3, (written.length() + 1) / 3);
    if (written.length() > 64) {
      return Optional.empty();
    }
    return known.stream()
        .filter(word -> distance(fold(written), fold(word)) <= allowed)
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** Case, hyphens and underscores are what people mix up first. */
  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
