package site.config;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The directories of one server. Systemd's choices win where it made any (systemd.exec(5), {@code
 * RuntimeDirectory=} and its siblings).
 *
 * @param directory what relative paths are relative to
 * @param data what the server itself keeps
 * @param run sockets and the pid file
 */
public record Home(Path directory, Path data, Path run) {

  /**
   * The places below a directory.
   *
   * @param environment looks a variable up, null when it is not set
   */
  public static Home of(Path directory, UnaryOperator<String> environment) {
    return new Home(
        directory,
        place(directory, "data", environment.apply("STATE_DIRECTORY")),
        place(directory, "run", environment.apply("RUNTIME_DIRECTORY")));
  }

  private static Path place(Path directory, String usual, String systemd) {
    // several directories are separated by colons; the first is ours
    return systemd == null || systemd.isEmpty()
        ? directory.resolve(usual)
        : Path.of(systemd.split(":", 2)[0]);
  }
}
