package site.importer.verify;

/**
 * What the two servers do not agree on.
 *
 * @param what {@code status}, the name of a header, or {@code body}
 */
public record Difference(Probe probe, String what, String old, String recent) {
  @Override
  public String toString() {
    return probe + ": " + what + " was " + old + ", is " + recent;
  }
}
