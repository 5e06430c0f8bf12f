package site.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where log lines go. */
public record LogConfig(Access access, Server server) {

  /**
   * One line per request.
   *
   * @param format {@code combined}, {@code main}, {@code common}, {@code json} or a pattern of
   *     nginx's variables
   */
  public record Access(Sink to, String format) {}

  /**
   * What the server itself has to say.
   *
   * @param level {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}
   */
  public record Server(Sink to, String level) {}

  /**
   * A place for lines.
   *
   * @param file present for {@code FILE} only
   */
  public record Sink(Kind kind, Optional<Path> file) {
    public static final Sink STDOUT = new Sink(Kind.STDOUT, Optional.empty());

    /** Kinds of places. */
    public enum Kind {
      STDOUT,
      OFF,
      FILE
    }
  }
}
