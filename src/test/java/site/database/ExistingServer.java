package site.database;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import site.Await;
import site.Ports;

/**
 * Debian's MariaDB run by somebody else: with a data folder, a port and a socket of its own, and an
 * account {@code site} that may make schemas.
 */
public final class ExistingServer implements AutoCloseable {
  /** One that shows whether passwords are passed on as they are. */
  public static final String PASSWORD = "p@ss:w/rd";

  private final Program program = Program.installed(Path.of("/usr/sbin/mariadbd")).orElseThrow();
  private final int port = Ports.free();
  private final DataFolder folder;
  private Process process;

  private ExistingServer(Path directory) throws IOException {
    folder = new DataFolder(directory);
    folder.blockingPrepare(program, "of-root");
    Files.writeString(
        directory.resolve("init.sql"),
        "CREATE USER IF NOT EXISTS site@'%' IDENTIFIED BY '"
            + PASSWORD
            + "';\nGRANT ALL ON *.* TO site@'%';\n");
  }

  /** Founds and starts one; skips the test where Debian's is not installed. */
  public static ExistingServer start(Path directory) throws IOException {
    Optional<Program> installed = Program.installed(Path.of("/usr/sbin/mariadbd"));
    assumeThat(installed).as("Debian's mariadb-server-core").isPresent();
    Files.createDirectories(directory);
    ExistingServer server = new ExistingServer(directory);
    server.start();
    return server;
  }

  public int port() {
    return port;
  }

  public Path socket() {
    return folder.socket();
  }

  public void start() throws IOException {
    List<String> options =
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + folder.socket(),
            "--pid-file=" + folder.pid(),
            "--init-file=" + folder.directory().resolve("init.sql"));
    process =
        new ProcessBuilder(program.command(folder.data(), options))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
            .start();
    Await.until(() -> Files.exists(folder.pid()) && Files.exists(folder.socket()));
  }

  /** In an orderly way. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the database does not stop");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
