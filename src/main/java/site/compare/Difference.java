package site.compare;

/**
 * Where two answers differ.
 *
 * @param served what the client got, in few words
 * @param other what the other one said
 */
record Difference(Verdict verdict, String served, String other) {
  static final Difference NONE = new Difference(Verdict.SAME, "", "");

  private static final int SHOWN = 80;

  static Difference of(Verdict verdict, Object served, Object other) {
    return new Difference(verdict, shown(served.toString()), shown(other.toString()));
  }

  /** One line, of bounded length, whatever the answers hold. */
  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
