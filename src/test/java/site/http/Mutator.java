package site.http;

import java.util.List;
import java.util.Random;

/**
 * Makes bad input of good: takes examples, and cuts, doubles, splices and spoils them. The same
 * seed makes the same.
 */
public final class Mutator {
  private static final String NASTY = "\0\t\n\r \"%,;:=/\\-?#*()<>[]{}@&\u007f\u0080\u00ff0aZ";
  private static final int LONGEST = 4_000;

  private final Random random;
  private final List<String> examples;

  public Mutator(long seed, List<String> examples) {
    this.random = new Random(seed);
    this.examples = examples;
  }

  /** An example with one to six changes; seldom as it is. */
  public String next() {
    String text = any(examples);
    for (int changes = random.nextInt(7); changes > 0; changes--) {
      text = changed(text);
    }
    return text.substring(0, Math.min(text.length(), LONGEST));
  }

  private String changed(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = from + random.nextInt(Math.min(text.length() - from, 12) + 1);
    String before = text.substring(0, from);
    String part = text.substring(from, to);
    String behind = text.substring(to);
    return switch (random.nextInt(8)) {
      case 0 -> before + behind;
      case 1 -> before + part + part + behind;
      case 2 -> before + part.repeat(random.nextInt(60)) + behind;
      case 3 -> before + NASTY.charAt(random.nextInt(NASTY.length())) + behind;
      case 4 -> before + part + NASTY.charAt(random.nextInt(NASTY.length())) + behind;
      case 5 -> before + piece(any(examples)) + behind;
      case 6 -> before + random.nextLong() + behind;
      default -> before + new StringBuilder(part).reverse() + behind;
    };
  }

  private String piece(String other) {
    int from = random.nextInt(other.length() + 1);
    return other.substring(from, from + random.nextInt(other.length() - from + 1));
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
