package site.revision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import site.config.Address;
import site.config.FileProblem;
import site.config.LogConfig;
import site.log.LineWriter;
import site.log.LineWriters;
import site.log.Rotation;
import site.log.ServerLog;

/** Opens the places that a configuration wants its log lines in. */
public final class LogSinks {
  private static final Path JOURNAL = Path.of("/run/systemd/journal/socket");

  private LogSinks() {}

  /**
   * Sends the server's log where it shall go, before anything can have something to say.
   *
   * @throws IllegalStateException naming what cannot be opened
   */
  public static void blockingInstall(LineWriters writers, LogConfig.Server log) {
    install(log, blockingOpen(writers, log.to()));
  }

  static void install(LogConfig.Server log, Optional<LineWriter> writer) {
    if (writer.isEmpty()) {
      ServerLog.silence();
      return;
    }
    LineWriter lines = writer.get();
    lines.rotate(rotation(log.rotate()));
    if (log.format() == LogConfig.Format.JSON) {
      ServerLog.installJson(lines, log.level());
    } else {
      ServerLog.install(lines, log.level(), ZoneId.systemDefault());
    }
  }

  static Rotation rotation(Optional<LogConfig.Rotate> wanted) {
    return wanted
        .map(
            rotate ->
                new Rotation(
                    rotate.size().map(OptionalLong::of).orElse(OptionalLong.empty()),
                    rotate.age(),
                    rotate.keep()))
        .orElse(Rotation.NEVER);
  }

  /** A writer that is off is none at all. */
  static Optional<LineWriter> blockingOpen(LineWriters writers, LogConfig.Sink sink) {
    try {
      return switch (sink.kind()) {
        case STDOUT -> Optional.of(writers.stdout());
        case FILE -> Optional.of(writers.fileBlocking(sink.file().orElseThrow()));
        case SYSLOG -> Optional.of(blockingSyslog(writers, sink.syslog().orElseThrow()));
        case JOURNALD -> Optional.of(blockingJournal(writers));
        case OFF -> Optional.empty();
      };
    } catch (IOException e) {
      throw new IllegalStateException(name(sink) + ": " + FileProblem.reason(e), e);
    }
  }

  private static String name(LogConfig.Sink sink) {
    return sink.file()
        .map(file -> "log file " + file)
        .or(() -> sink.syslog().map(syslog -> "syslog at " + syslog.address()))
        .orElse("journald");
  }

  private static LineWriter blockingSyslog(LineWriters writers, LogConfig.Syslog syslog)
      throws IOException {
    if (syslog.address() instanceof Address.Unix unix) {
      return writers.syslogUnixBlocking(unix.path());
    }
    Address.Tcp tcp = (Address.Tcp) syslog.address();
    return syslog.transport() == LogConfig.Syslog.Transport.UDP
        ? writers.syslogUdpBlocking(tcp.host(), tcp.port())
        : writers.syslogTcpBlocking(tcp.host(), tcp.port());
  }

  /** In a container the journal's socket may be missing while standard output leads to it. */
  private static LineWriter blockingJournal(LineWriters writers) throws IOException {
    boolean byOutput = !Files.exists(JOURNAL) && System.getenv("JOURNAL_STREAM") != null;
    return byOutput ? writers.stdoutOfJournal() : writers.journalBlocking(JOURNAL);
  }
}
