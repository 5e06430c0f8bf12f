package site.cli;

/** A configuration that cannot be used; the message lists every problem, one a line. */
public final class InvalidConfiguration extends RuntimeException {
  public InvalidConfiguration(String problems) {
    super(problems, null, false, false);
  }
}
