package site.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import site.config.ConfigProblem;
import site.config.ConfigReader;
import site.importer.nginx.NginxImport;
import site.importer.python.GunicornImport;
import site.importer.python.UwsgiImport;

/**
 * Each file is read as people have it; the text beside it says what we make of it, or why we
 * cannot. {@code -Dgolden.update=true} writes the texts anew.
 */
class ImportGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/site/importer");

  private static final Map<String, Function<Path, Imported>> READERS =
      Map.of(
          "nginx", NginxImport::blockingRead,
          "uwsgi", UwsgiImport::blockingRead,
          "gunicorn", GunicornImport::blockingRead);

  @TempDir Path home;

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".txt"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aFileBecomesWhatTheTextBesideItSays(Path file) throws IOException {
    String text = text(file);

    Path golden = file.resolveSibling(file.getFileName() + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatIsWrittenIsAConfigurationOfOurs(Path file) throws IOException {
    String text = text(file);
    if (!text.startsWith("listeners:") && !text.startsWith("upstreams:")) {
      return; // it was refused, which the golden text shows
    }
    Path written = home.resolve("site.yaml");
    Files.writeString(written, text.substring(0, text.indexOf("\n--\n")).replace("~/", "/srv/"));

    List<ConfigProblem> problems = new ConfigReader(home, name -> null).read(written).problems();

    assertThat(problems)
        .filteredOn(ConfigProblem::isError)
        .extracting(ConfigProblem::toString)
        .filteredOn(problem -> !isAboutThisMachine(problem))
        .isEmpty();
  }

  /** Folders, certificates and groups of the machine the file was written for. */
  private static boolean isAboutThisMachine(String problem) {
    return problem.matches(".*\\(expected an existing (file|directory)\\)|.*no such file\\)");
  }

  private static String text(Path file) {
    List<String> lines = new ArrayList<>();
    try {
      Imported imported = READERS.get(file.getParent().getFileName().toString()).apply(file);
      lines.add(imported.yaml() + "--");
      imported.leftovers().forEach(leftover -> lines.add(leftover.toString()));
    } catch (ImportFailure e) {
      lines.add("refused: " + e.getMessage());
    }
    return String.join("\n", lines)
            .replace(CASES.toAbsolutePath().toString(), "~")
            .replace(CASES + "/", "")
        + "\n";
  }
}
