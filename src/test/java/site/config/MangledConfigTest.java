package site.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written, the reader answers, and soon. */
class MangledConfigTest {
  private static final int FILES = 3000;
  private static final String BITS = "{}[]:,-#&*!|>'\"%@`~ \n\t\u0001é\ud83d\ude00$0aA/.";

  @TempDir Path directory;

  @Test
  void aMangledFileGivesAnAnswerAndNeverAnException() throws IOException {
    var home = new SampleHome(directory);
    String good =
        Files.readString(Path.of("src/test/resources/site/config/golden/contract-available.yaml"));
    var random = new Random(20261120);

    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < FILES; i++) {
            String mangled = mangle(good, random);
            ConfigResult result = home.read(mangled);
            boolean fine = result instanceof ConfigResult.Valid;
            assertThat(fine || !result.problems().isEmpty()).as(mangled).isTrue();
          }
        });
  }

  private static String mangle(String text, Random random) {
    var mangled = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      change(mangled, random);
    }
    return mangled.toString();
  }

  private static void change(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int length = Math.min(random.nextInt(12), text.length() - at);
    switch (random.nextInt(5)) {
      case 0 -> text.insert(at, BITS.charAt(random.nextInt(BITS.length())));
      case 1 -> text.setCharAt(at, BITS.charAt(random.nextInt(BITS.length())));
      case 2 -> text.delete(at, at + length);
      case 3 -> text.insert(at, text.substring(at, at + length));
      default -> swapLines(text, random);
    }
  }

  private static void swapLines(StringBuilder text, Random random) {
    List<String> lines = new ArrayList<>(text.toString().lines().toList());
    Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
    text.setLength(0);
    text.append(String.join("\n", lines)).append('\n');
  }
}
