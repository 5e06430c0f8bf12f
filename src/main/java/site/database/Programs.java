package site.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a MariaDB comes from: {@code lib/} beside site.jar, else the {@code PATH}. */
public final class Programs {
  private static final Logger LOG = LoggerFactory.getLogger(Programs.class);
  private static final List<String> NAMES = List.of("mariadbd", "mysqld");
  private static final List<Path> USUAL = List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));
  private static final long PATIENCE_SECONDS = 20;

  private final Path jar;
  private final List<Path> path;

  Programs(Path lib, UnaryOperator<String> environment) {
    this(lib, environment, USUAL);
  }

  Programs(Path lib, UnaryOperator<String> environment, List<Path> usual) {
    this.jar = lib.resolve("site-db-" + platform() + ".jar");
    Stream<Path> folders =
        Stream.of(Optional.ofNullable(environment.apply("PATH")).orElse("").split(":"))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of);
    // people's PATH often lacks the folders of servers
    this.path = Stream.concat(folders, usual.stream()).toList();
  }

  /** Those this process may use. */
  public static Programs ofThisProcess() {
    return new Programs(besideJar(), System::getenv);
  }

  private static Path besideJar() {
    try {
      URI place = Programs.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place).resolveSibling("lib");
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Path.of("lib");
    }
  }

  private static String platform() {
    String arch = System.getProperty("os.arch").replace("amd64", "x86_64");
    return System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-" + arch;
  }

  /** Why there is none, in a sentence; empty when there is one. Starts nothing. */
  public Optional<String> blockingProblem() {
    return Files.exists(jar) || installed().findAny().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no MariaDB was found (expected "
                + jar
                + ", or mariadbd on the PATH: apt install mariadb-server-core; or say database:"
                + " mysql://USER:PASSWORD@HOST)");
  }

  /**
   * The first that runs here; what is in a jar is unpacked.
   *
   * @param directory where to unpack to
   * @throws IOException with a sentence, when there is none
   */
  Program blockingFind(Path directory) throws IOException {
    Optional<Program> bundled =
        Files.exists(jar) ? Optional.of(blockingUnpacked(directory)) : Optional.empty();
    return Stream.concat(bundled.stream(), installed())
        .filter(Programs::blockingRuns)
        .findFirst()
        .orElseThrow(() -> new IOException(blockingProblem().orElse("no MariaDB runs here")));
  }

  private Stream<Program> installed() {
    return path.stream()
        .flatMap(folder -> NAMES.stream().map(folder::resolve))
        .filter(Files::isExecutable)
        .flatMap(file -> Program.installed(file).stream());
  }

  private static boolean blockingRuns(Program program) {
    try {
      Process asked =
          new ProcessBuilder(program.file().toString(), "--no-defaults", "--version")
              .redirectErrorStream(true)
              .start();
      String said = new String(asked.getInputStream().readNBytes(4096), UTF_8).strip();
      boolean runs = asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && asked.exitValue() == 0;
      if (!runs) {
        LOG.warn("{} does not run here: {}", program.file(), said);
      }
      return runs;
    } catch (IOException e) {
      LOG.warn("{} does not run here: {}", program.file(), e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Program blockingUnpacked(Path directory) throws IOException {
    long version = Files.size(jar) ^ Files.getLastModifiedTime(jar).toMillis();
    Path target = directory.resolve("program-" + Long.toHexString(version));
    if (!Files.exists(target)) {
      deleteOthers(directory);
      Path unfinished = directory.resolve("program.tmp");
      delete(unfinished);
      unpack(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return Program.unpacked(target);
  }

  private void unpack(Path target) throws IOException {
    Files.createDirectories(target.resolve("plugin"));
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target) || entry.isDirectory()) {
          continue;
        }
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
      }
    }
    if (!target.resolve("bin/mariadbd").toFile().setExecutable(true, true)) {
      throw new IOException("cannot make " + target + "/bin/mariadbd executable");
    }
  }

  private static void deleteOthers(Path directory) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "program-*")) {
      for (Path one : old) {
        delete(one);
      }
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
