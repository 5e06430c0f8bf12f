package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code NAME.yaml} in {@code golden} is read as {@code config/site.yaml} of a {@link
 * SampleHome}; {@code NAME.txt} says what comes of it: the problems, or what is in the
 * configuration beyond that of a minimal file. {@code -Dgolden.update=true} writes the texts anew.
 */
class GoldenConfigTest {
  private static final Path CASES = Path.of("src/test/resources/site/config/golden");

  private static final String MINIMAL =
      "sites: [{ hosts: ['*'], routes: [{ respond: { status: 204 } }] }]";

  @TempDir Path directory;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFileGivesWhatItsGoldenTextSays(String name) throws IOException {
    var home = new SampleHome(directory);
    copyIncluded(home);

    String text = text(home, home.read(Files.readString(CASES.resolve(name + ".yaml"))));

    Path golden = CASES.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  private static void copyIncluded(SampleHome home) throws IOException {
    try (Stream<Path> files = Files.walk(CASES.resolve("included"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        home.write("config/" + CASES.relativize(file), Files.readString(file));
      }
    }
  }

  private static String text(SampleHome home, ConfigResult result) throws IOException {
    List<String> lines = new ArrayList<>();
    result.problems().forEach(problem -> lines.add(problem.toString()));
    if (result instanceof ConfigResult.Valid valid) {
      List<String> facts = ConfigText.lines(valid.config());
      facts.removeAll(ConfigText.lines(((ConfigResult.Valid) home.read(MINIMAL)).config()));
      lines.addAll(facts);
    }
    return String.join("\n", lines).replace(home.path().toString(), "~") + "\n";
  }
}
