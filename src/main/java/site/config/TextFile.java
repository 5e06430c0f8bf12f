package site.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a whole text file, but not more than is reasonable. */
final class TextFile {
  private TextFile() {}

  /**
   * The text of a file.
   *
   * @return empty when there are more than {@code most} bytes
   * @throws java.nio.charset.CharacterCodingException when it is not UTF-8
   */
  static Optional<String> read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      return bytes.length > most
          ? Optional.empty()
          : Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    }
  }
}
