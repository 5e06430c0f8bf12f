package site.importer.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import site.importer.ImportFailure;

/** A file of settings as text. */
final class TextFile {
  private static final long LARGEST = 1 << 20;

  private TextFile() {}

  static String blockingRead(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ImportFailure(file + " (expected a file of at most 1 MiB)");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (NoSuchFileException e) {
      throw new ImportFailure(file + ": there is no such file");
    } catch (IOException e) {
      throw new ImportFailure(file + ": cannot be read: " + e.getMessage());
    }
  }
}
