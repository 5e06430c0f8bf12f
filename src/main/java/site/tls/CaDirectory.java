package site.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedSet;

/** Where the internal CA keeps what. */
record CaDirectory(Path path) {

  /**
   * Whether anybody can have been told to trust the root. A key alone is what a first start leaves
   * that was killed between its two files.
   */
  boolean blockingIsFounded() {
    return Files.exists(root().certificates()) || Files.exists(intermediate().certificates());
  }

  CaFile root() {
    return new CaFile(path.resolve("root.pem"), path.resolve("root.key"));
  }

  CaFile intermediate() {
    return new CaFile(path.resolve("intermediate.pem"), path.resolve("intermediate.key"));
  }

  /** One file with the key and the chain, so that one rename replaces both. */
  CaFile server(SortedSet<String> names) {
    Path file = path.resolve("servers").resolve(fileName(names));
    return new CaFile(file, file);
  }

  private static String fileName(SortedSet<String> names) {
    String first = names.first().replace("*", "_wildcard").replace(':', '-');
    return first + "-" + digest(String.join(" ", names)).substring(0, 12) + ".pem";
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
