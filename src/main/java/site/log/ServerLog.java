package site.log;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes everything that is logged in this process one stream of lines. All ways lead through
 * java.util.logging: ours by SLF4J, those of Vert.x and Netty by themselves.
 */
public final class ServerLog {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ServerLog.class);
  private static final Map<String, Level> LEVELS =
      Map.of(
          "error", Level.SEVERE,
          "warn", Level.WARNING,
          "info", Level.INFO,
          "debug", Level.FINE,
          "trace", Level.FINEST);

  /** Held, because java.util.logging forgets the level of a logger nobody holds. */
  private final Logger root = Logger.getLogger("");

  private final List<Logger> frameworks =
      List.of(Logger.getLogger("io.vertx"), Logger.getLogger("io.netty"));

  private ServerLog(LineWriter writer, Formatter line) {
    silence();
    root.addHandler(new LineHandler(writer, line));
  }

  /** From now on nothing is logged anywhere. */
  public static void silence() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
  }

  /**
   * Takes all logging over: removes the handlers there are, adds one that hands lines to the writer
   * and so never blocks, and logs what no thread catches.
   *
   * @param level see {@link #level}
   */
  public static ServerLog install(LineWriter writer, String level, ZoneId zone) {
    return install(writer, level, new LogLine(zone, !writer.isDated()));
  }

  /** The same with a JSON object on each line. */
  public static ServerLog installJson(LineWriter writer, String level) {
    return install(writer, level, new JsonLine());
  }

  private static ServerLog install(LineWriter writer, String level, Formatter line) {
    var log = new ServerLog(writer, line);
    log.level(level);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> LOG.error("thread {} died", thread.getName(), failure));
    return log;
  }

  /**
   * Changes at run time how much is logged. Frameworks only warn, except at {@code trace}.
   *
   * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
   * @throws IllegalArgumentException for any other word
   */
  public void level(String level) {
    Level wanted = LEVELS.get(level);
    if (wanted == null) {
      throw new IllegalArgumentException("unknown log level " + level);
    }
    root.setLevel(wanted);
    boolean all = wanted.equals(Level.FINEST);
    frameworks.forEach(framework -> framework.setLevel(all ? null : max(Level.WARNING, wanted)));
  }

  private static Severity severity(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return Severity.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return Severity.WARNING;
    }
    return value >= Level.INFO.intValue() ? Severity.INFO : Severity.DEBUG;
  }

  private static Level max(Level a, Level b) {
    return a.intValue() > b.intValue() ? a : b;
  }

  /** Hands records on as lines. A client that went away is for debuggers only. */
  private final class LineHandler extends Handler {
    private final LineWriter writer;
    private final Formatter line;

    LineHandler(LineWriter writer, Formatter line) {
      this.writer = writer;
      this.line = line;
    }

    @Override
    public void publish(LogRecord published) {
      if (ClientGone.isMeantBy(published)) {
        published.setLevel(Level.FINE);
      }
      if (published.getLevel().intValue() >= root.getLevel().intValue()) {
        writer.offer(severity(published.getLevel()), line.format(published));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
