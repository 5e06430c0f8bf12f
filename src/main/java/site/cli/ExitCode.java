package site.cli;

/** What the process returns. Scripts rely on these. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int INVALID = 2;

  private ExitCode() {}
}
