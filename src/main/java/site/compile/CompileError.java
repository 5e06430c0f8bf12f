package site.compile;

/**
 * What a compiler refused, and where.
 *
 * @param file empty when it is about no file
 * @param line counted from 1
 * @param column counted from 1, in characters
 * @param message the compiler's, of one line or several
 * @param source the line itself
 */
public record CompileError(String file, long line, int column, String message, String source) {

  /** Place and reason, the line, a caret below the column, the rest of the reason. */
  @Override
  public String toString() {
    String[] reason = message.split("\n", 2);
    String more = reason.length > 1 ? "\n" + reason[1] : "";
    if (file.isEmpty()) {
      return reason[0] + more;
    }
    return "%s:%d:%d: %s\n  %s\n  %s^%s"
        .formatted(file, line, column, reason[0], source, indent(), more);
  }

  /** Tabs stay tabs, so the caret stands below its character however wide they are shown. */
  private String indent() {
    return source.substring(0, Math.min(column - 1, source.length())).replaceAll("[^\t]", " ");
  }
}
