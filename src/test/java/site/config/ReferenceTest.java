package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Dreference.update=true} writes the page anew. */
class ReferenceTest {
  private static final Path PAGE = Path.of("src/doc/configuration.md");

  @Test
  void theReferencePageSaysWhatTheReaderReads() throws IOException {
    if (Boolean.getBoolean("reference.update")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, Reference.text());
    }

    assertThat(Files.readString(PAGE)).isEqualTo(Reference.text());
  }
}
