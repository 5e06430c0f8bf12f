package site.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@code mariadbd} and the folder with what it reads beside itself.
 *
 * @param base where it was unpacked; empty for one the system installed, which knows its places
 * @param share has its SQL, character sets and messages
 */
record Program(Path file, Optional<Path> base, Path share) {
  private static final List<String> SHARES = List.of("share/mysql", "share/mariadb", "share");

  /** One that was unpacked from a jar. */
  static Program unpacked(Path base) {
    return new Program(base.resolve("bin/mariadbd"), Optional.of(base), base.resolve("share"));
  }

  /** One of the system; empty where the SQL that belongs to it is not found. */
  static Optional<Program> installed(Path file) {
    Path root = file.toAbsolutePath().getParent().resolveSibling("");
    return SHARES.stream()
        .map(root::resolve)
        .filter(share -> !foundation(share).isEmpty())
        .findFirst()
        .map(share -> new Program(file, Optional.empty(), share));
  }

  /** The SQL a new data folder begins with, in order; empty when some of it is missing. */
  List<Path> foundation() {
    return foundation(share);
  }

  private static List<Path> foundation(Path share) {
    // called mysql_… until MariaDB 10, mariadb_… since 11
    for (String maker : List.of("mariadb", "mysql")) {
      List<Path> files =
          Stream.of(
                  maker + "_system_tables.sql",
                  maker + "_performance_tables.sql",
                  maker + "_system_tables_data.sql",
                  "maria_add_gis_sp_bootstrap.sql")
              .map(share::resolve)
              .toList();
      if (files.stream().allMatch(Files::isRegularFile)) {
        return files;
      }
    }
    return List.of();
  }

  /** A command line for it that reads nobody's configuration. */
  List<String> command(Path data, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(file.toString());
    command.add("--no-defaults");
    base.ifPresent(
        folder -> {
          command.add("--basedir=" + folder);
          command.add("--plugin-dir=" + folder.resolve("plugin"));
          command.add("--lc-messages-dir=" + share);
          command.add("--character-sets-dir=" + share.resolve("charsets"));
        });
    command.add("--datadir=" + data);
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root"); // else it refuses to run as root
    }
    command.addAll(options);
    return command;
  }
}
