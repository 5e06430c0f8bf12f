package site.acme.doctor;

/** One thing that was looked at, and what it means for the certificate. */
public record Finding(Level level, String text) {

  /** How bad it is. */
  public enum Level {
    GOOD,
    /** Right in some networks, wrong in others. */
    DOUBTFUL,
    /** No certificate while this is so. */
    BAD
  }

  static Finding good(String text) {
    return new Finding(Level.GOOD, text);
  }

  static Finding doubtful(String text) {
    return new Finding(Level.DOUBTFUL, text);
  }

  static Finding bad(String text) {
    return new Finding(Level.BAD, text);
  }
}
