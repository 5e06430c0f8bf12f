package site.database;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import site.tls.PrivateFiles;

/**
 * What a MariaDB of ours keeps in {@code data/db/}: {@code data/}, its socket, its pid, its log.
 * Makes the first when it is not there, whole or not at all.
 *
 * @param directory of all that
 */
record DataFolder(Path directory) {
  /** What the address of a Unix socket can hold (unix(7)), less its closing zero. */
  private static final int MAX_SOCKET_PATH = 107;

  private static final long PATIENCE_SECONDS = 120;
  private static final long MAX_LOG = 1 << 20;

  Path data() {
    return directory.resolve("data");
  }

  Path socket() {
    return directory.resolve("mariadb.sock");
  }

  Path pid() {
    return directory.resolve("mariadb.pid");
  }

  Path log() {
    return directory.resolve("mariadb.log");
  }

  /** Makes it ready to be served from. */
  void blockingPrepare(Program program, String rootPassword) throws IOException {
    if (socket().toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH) {
      throw new IOException(
          "the path of "
              + socket()
              + " is too long for a socket (expected at most "
              + MAX_SOCKET_PATH
              + " bytes; let data be a shorter one)");
    }
    PrivateFiles.blockingDirectory(directory);
    if (Files.exists(log()) && Files.size(log()) > MAX_LOG) {
      Files.move(log(), directory.resolve("mariadb.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(data())) {
      blockingFound(program, rootPassword);
    }
  }

  private void blockingFound(Program program, String rootPassword) throws IOException {
    Path unfinished = directory.resolve("data.tmp");
    Programs.delete(unfinished);
    PrivateFiles.blockingDirectory(unfinished);
    List<String> options =
        List.of(
            "--bootstrap",
            "--log-warnings=0",
            "--enforce-storage-engine=",
            "--max-allowed-packet=8M",
            "--net-buffer-length=16K",
            "--skip-log-bin");
    Process founding =
        new ProcessBuilder(program.command(unfinished, options))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    try {
      tell(founding, program, rootPassword);
      if (!founding.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || founding.exitValue() != 0) {
        throw new IOException("a new database could not be made; " + log() + " tells why");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      founding.destroyForcibly();
    }
    Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Root gets a password, and nobody else gets in. */
  private static void tell(Process founding, Program program, String rootPassword)
      throws IOException {
    try (OutputStream out = founding.getOutputStream();
        BufferedWriter sql =
            new BufferedWriter(new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8))) {
      sql.write("create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n");
      for (Path file : program.foundation()) {
        sql.flush();
        Files.copy(file, out);
      }
      sql.write("\nflush privileges;\n");
      sql.write("drop user if exists ''@'localhost';\n");
      sql.write("alter user root@localhost identified by '" + rootPassword + "';\n");
      sql.write("flush privileges;\n");
    }
  }
}
