package site.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Writes a record as {@code 2026-05-26 14:16:06,188 INFO [deploy] deployed app=hello}. What follows
 * in further lines, a stack trace for one, is indented: a line that isn't begins a new record.
 */
final class LogLine extends Formatter {
  private final SecondText time;
  private final boolean dated;

  LogLine(ZoneId zone) {
    this(zone, true);
  }

  /**
   * As before, or for readers who are told time and level otherwise.
   *
   * @param dated whether a line begins with them
   */
  LogLine(ZoneId zone, boolean dated) {
    this.time = new SecondText("yyyy-MM-dd HH:mm:ss", zone);
    this.dated = dated;
  }

  @Override
  public String format(LogRecord published) {
    var line = new StringBuilder(160);
    if (dated) {
      line.append(time.of(published.getInstant()));
      line.append(String.format(",%03d ", published.getMillis() % 1000));
      line.append(level(published.getLevel())).append(' ');
    }
    line.append('[').append(room(String.valueOf(published.getLoggerName()))).append("] ");
    appendIndented(line, formatMessage(published));
    if (published.getThrown() != null) {
      line.append("\n  ");
      appendIndented(line, trace(published.getThrown()));
    }
    return line.toString();
  }

  static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN ";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO ";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  /** Ours by package, those of others by class. */
  static String room(String logger) {
    int dot = logger.lastIndexOf('.');
    if (!logger.startsWith("site.")) {
      return logger.substring(dot + 1);
    }
    String room = logger.substring(0, dot);
    return room.substring(room.lastIndexOf('.') + 1);
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString().stripTrailing().replace("\t", "  ");
  }

  /** A line end in a message must not look like a new record, an escape not rule the terminal. */
  private static void appendIndented(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line.append("\n  ");
      } else if ((c >= ' ' && c != 0x7f) || c == '\t') {
        line.append(c);
      } else {
        Escapes.appendHex(line, String.valueOf(c));
      }
    }
  }
}
