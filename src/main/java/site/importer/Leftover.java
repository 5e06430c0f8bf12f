package site.importer;

/**
 * Something the old configuration says and ours does not, or not in the same way.
 *
 * @param text as it was written, shortened
 * @param advice what to do about it, a sentence
 */
public record Leftover(Place place, String text, String advice) {
  @Override
  public String toString() {
    return place + ": " + text + ": " + advice;
  }
}
