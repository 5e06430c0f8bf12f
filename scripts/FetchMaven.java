import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Prints the path of an {@code mvn} command; fetches Maven first when it is not there yet. A
 * single-file program, so that a JDK is all it needs: no curl, no tar, no unzip. Run as {@code java
 * FetchMaven.java}.
 *
 * <p>The archive is compared with the digest below before a byte of it is unpacked. {@code
 * MVNW_REPOURL} names another repository than Maven Central, as it does for Maven's own wrapper.
 */
public final class FetchMaven {
  private static final String VERSION = "3.9.11";
  private static final String SHA_512 =
      "03e2d65d4483a3396980629f260e25cac0d8b6f7f2791e4dc20bc83f9514db8d"
          + "0f05b0479e699a5f34679250c49c8e52e961262ded468a20de0be254d8207076";

  private FetchMaven() {}

  public static void main(String[] args) throws IOException {
    Path dists = Path.of(System.getProperty("user.home"), ".m2", "wrapper", "dists");
    Path home = dists.resolve("apache-maven-" + VERSION + "-" + SHA_512.substring(0, 12));
    if (!Files.isDirectory(home)) {
      try {
        install(home);
      } catch (IOException e) {
        System.err.println("Maven could not be fetched from " + archive() + ": " + e);
        System.err.println("Install it (on Debian or Ubuntu: apt install maven) and try again.");
        System.exit(1);
      }
    }
    System.out.println(home.resolve("bin/mvn"));
  }

  private static URL archive() throws IOException {
    String repository = System.getenv("MVNW_REPOURL");
    if (repository == null) {
      repository = "https://repo.maven.apache.org/maven2";
    }
    String name = "/org/apache/maven/apache-maven/%1$s/apache-maven-%1$s-bin.zip";
    return URI.create(repository.replaceAll("/+$", "") + name.formatted(VERSION)).toURL();
  }

  /** Unpacks beside the final place and renames, so that what is there is always whole. */
  private static void install(Path home) throws IOException {
    System.err.println("Fetching Maven " + VERSION + " (once, 9 MB)");
    byte[] zip = download();
    Files.createDirectories(home.getParent());
    Path work = Files.createTempDirectory(home.getParent(), "unpacking-");
    try {
      unpack(zip, work);
      Files.move(work.resolve("apache-maven-" + VERSION), home);
    } catch (FileAlreadyExistsException e) {
      // another run was faster, with the same bytes
    } finally {
      deleteAll(work);
    }
  }

  private static byte[] download() throws IOException {
    var connection = archive().openConnection();
    connection.setConnectTimeout(15_000);
    connection.setReadTimeout(60_000);
    byte[] zip;
    try (InputStream in = connection.getInputStream()) {
      zip = in.readAllBytes();
    }
    String digest = HexFormat.of().formatHex(sha512().digest(zip));
    if (!digest.equals(SHA_512)) {
      throw new IOException("the archive has another SHA-512 than expected: " + digest);
    }
    return zip;
  }

  private static void unpack(byte[] zip, Path directory) throws IOException {
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path path = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.copy(in, path);
        }
      }
    }
    directory.resolve("apache-maven-" + VERSION + "/bin/mvn").toFile().setExecutable(true);
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-512", e);
    }
  }
}
