package site.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where log lines go. */
public record LogConfig(Access access, Server server) {

  /**
   * One line per request.
   *
   * @param format {@code combined}, {@code main}, {@code common}, {@code json} or a pattern of
   *     nginx's variables
   * @param sample the part of the requests without an error that is written, 0 to 1
   */
  public record Access(Sink to, String format, Optional<Rotate> rotate, double sample) {}

  /**
   * What the server itself has to say.
   *
   * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
   * @param format of a line
   */
  public record Server(Sink to, String level, Format format, Optional<Rotate> rotate) {}

  /** Forms of a line of the server's log. */
  public enum Format {
    TEXT,
    JSON
  }

  /**
   * When a file is put aside for a new one.
   *
   * @param size bytes it may reach
   * @param age how long a file is written to; counted from midnight
   * @param keep files put aside that are kept
   */
  public record Rotate(Optional<Long> size, Optional<Duration> age, int keep) {}

  /**
   * A place for lines.
   *
   * @param file present for {@code FILE} only
   * @param syslog present for {@code SYSLOG} only
   */
  public record Sink(Kind kind, Optional<Path> file, Optional<Syslog> syslog) {
    public static final Sink STDOUT = of(Kind.STDOUT);

    /** A place that needs no further words. */
    static Sink of(Kind kind) {
      return new Sink(kind, Optional.empty(), Optional.empty());
    }

    /** Kinds of places. */
    public enum Kind {
      STDOUT,
      OFF,
      FILE,
      SYSLOG,
      JOURNALD
    }
  }

  /** Where a syslog daemon listens. */
  public record Syslog(Transport transport, Address address) {
    /** How it is spoken to: a datagram for each line, or one after the other over TCP. */
    public enum Transport {
      UNIX,
      UDP,
      TCP
    }
  }
}
