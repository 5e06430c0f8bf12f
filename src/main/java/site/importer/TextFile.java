package site.importer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of settings as text, its lines ending in a line feed. */
public final class TextFile {
  private static final long LARGEST = 4 << 20;

  private TextFile() {}

  /**
   * Reads UTF-8.
   *
   * @throws ImportFailure for a file that is missing, unreadable or larger than 4 MiB
   */
  public static String blockingRead(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ImportFailure(file + " (expected a file of at most 4 MiB)");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (NoSuchFileException e) {
      throw new ImportFailure(file + ": there is no such file");
    } catch (IOException e) {
      throw new ImportFailure(file + ": cannot be read: " + e.getMessage());
    }
  }
}
