package site.revision;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import site.config.FileProblem;
import site.config.LogConfig;
import site.log.LineWriter;
import site.log.LineWriters;
import site.log.ServerLog;

/** Opens the places that a configuration wants its log lines in. */
public final class LogSinks {
  private LogSinks() {}

  /**
   * Sends the server's log where it shall go, before anything can have something to say.
   *
   * @throws IllegalStateException naming a file that cannot be opened
   */
  public static void blockingInstall(LineWriters writers, LogConfig.Server log) {
    install(log, blockingOpen(writers, log.to()));
  }

  static void install(LogConfig.Server log, Optional<LineWriter> writer) {
    writer.ifPresentOrElse(
        lines -> ServerLog.install(lines, log.level(), ZoneId.systemDefault()), ServerLog::silence);
  }

  /** A writer that is off is none at all. */
  static Optional<LineWriter> blockingOpen(LineWriters writers, LogConfig.Sink sink) {
    return switch (sink.kind()) {
      case STDOUT -> Optional.of(writers.stdout());
      case FILE -> Optional.of(blockingOpen(writers, sink.file().orElseThrow()));
      case OFF -> Optional.empty();
    };
  }

  private static LineWriter blockingOpen(LineWriters writers, Path file) {
    try {
      return writers.fileBlocking(file);
    } catch (IOException e) {
      throw new IllegalStateException("log file " + file + ": " + FileProblem.reason(e), e);
    }
  }
}
