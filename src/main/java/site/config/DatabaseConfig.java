package site.config;

import java.util.Optional;

/** The database an app asked for. */
public sealed interface DatabaseConfig {
  /** A schema of the MariaDB this server runs itself. */
  record Own() implements DatabaseConfig {}

  /**
   * A schema of a MySQL or MariaDB that is there already.
   *
   * @param host or the path of a Unix socket, which begins with a slash and has no port
   * @param schema empty for one that is called as the app
   */
  record Server(String host, int port, String user, String password, Optional<String> schema)
      implements DatabaseConfig {

    /** Without the password. */
    @Override
    public String toString() {
      return "Server[" + user + "@" + host + ":" + port + schema.map(s -> "/" + s).orElse("") + "]";
    }
  }
}
