package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import site.http.Mutator;

/** Whatever stands in a file: it is a configuration or has problems, each with its place. */
class ConfigFuzzTest {
  private static final Path EXAMPLES = Path.of("src/test/resources/site/config/golden");

  @TempDir Path directory;
  private SampleHome home;

  @BeforeEach
  void writeHome() throws IOException {
    home = new SampleHome(directory);
  }

  @Test
  void anyTextIsReadOrRefusedWithItsPlace() throws Exception {
    run(20_260_526, 1_500);
  }

  @Test
  @Tag("long")
  @Timeout(600)
  void anyTextIsReadOrRefusedForLong() throws Exception {
    run(System.nanoTime(), 40_000);
  }

  private void run(long seed, int times) throws IOException {
    Mutator mutator = new Mutator(seed, examples());
    for (int i = 0; i < times; i++) {
      String text = mutator.next();
      long begun = System.nanoTime();
      try {
        ConfigResult result = home.read(text);
        if (!(result instanceof ConfigResult.Valid)) {
          assertThat(result.problems()).isNotEmpty();
          assertThat(result.problems().get(0).toString()).startsWith("config/site.yaml:");
        }
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", number " + i + ":\n" + text, e);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as("seed %d, number %d:\n%s", seed, i, text)
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  private static List<String> examples() throws IOException {
    List<String> texts = new ArrayList<>();
    try (var files = Files.newDirectoryStream(EXAMPLES, "*.yaml")) {
      for (Path file : files) {
        texts.add(Files.readString(file));
      }
    }
    texts.sort(null);
    return texts;
  }
}
