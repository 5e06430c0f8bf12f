package site.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Writes a record as one JSON object: time (UTC), level, room, message, and error with a stack
 * trace where there is one.
 */
final class JsonLine extends Formatter {
  @Override
  public String format(LogRecord published) {
    var line = new StringBuilder(200);
    Instant time = published.getInstant().truncatedTo(ChronoUnit.MILLIS);
    line.append("{\"time\":\"").append(time);
    member(line, "level", LogLine.level(published.getLevel()).strip());
    member(line, "room", LogLine.room(String.valueOf(published.getLoggerName())));
    member(line, "message", formatMessage(published));
    if (published.getThrown() != null) {
      member(line, "error", trace(published.getThrown()));
    }
    return line.append("\"}").toString();
  }

  private static void member(StringBuilder line, String name, String text) {
    line.append("\",\"").append(name).append("\":\"");
    Escapes.appendJson(line, text);
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString().stripTrailing();
  }
}
