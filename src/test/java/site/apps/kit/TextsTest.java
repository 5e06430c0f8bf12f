package site.apps.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kit.Texts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of the kit and of the apps, as files. */
@Tag("K7")
class TextsTest {
  private static final Path APPS = Path.of("src/apps");

  /** Keys of which the code makes the last part, and those an app says in place of the kit. */
  private static final List<String> MADE =
      List.of(
          "error.",
          "kit.language.",
          "kit.theme.",
          "type.",
          "spec.",
          "level.",
          "rule.",
          "table.",
          "quote.state.",
          "audit.",
          "admin.problem.",
          "privacy.",
          "app.name",
          "part.",
          "range.",
          "source.",
          "step.",
          "ground.",
          "units.",
          "mood.");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kit/resources/kit",
        "parts/resources/parts",
        "rain/resources/rain",
        "weather-mail/resources/weathermail"
      })
  void whatIsSaidInOneLanguageIsSaidInTheOther(String folder) throws IOException {
    Properties english = read(folder, "en");
    Properties german = read(folder, "de");

    assertThat(german.keySet()).isEqualTo(english.keySet());
    assertThat(english.stringPropertyNames())
        .allSatisfy(
            key ->
                assertThat(arguments(german.getProperty(key)))
                    .as(key)
                    .isEqualTo(arguments(english.getProperty(key))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kit", "parts", "rain", "weather-mail"})
  void whatNobodySaysIsNotThere(String app) throws IOException {
    String code = sources("kit") + sources("parts") + sources("rain") + sources("weather-mail");
    Set<String> unused = new TreeSet<>(read(resources(app), "en").stringPropertyNames());

    unused.removeIf(
        key -> code.contains("\"" + key + "\"") || MADE.stream().anyMatch(key::startsWith));

    assertThat(unused).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parts", "rain", "weather-mail"})
  void whatATemplateSaysIsThere(String app) throws IOException {
    Set<String> known = new TreeSet<>(read("kit/resources/kit", "en").stringPropertyNames());
    known.addAll(read(resources(app), "en").stringPropertyNames());

    Set<String> said =
        Pattern.compile("page\\.text\\(\"([\\w.]*\\w)\"[,)]")
            .matcher(sources("kit") + sources(app))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(said).isNotEmpty().isSubsetOf(known);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 0, no parts",
    "en, 1, one part",
    "en, 1200, '1,200 parts'",
    "de, 1200, 1.200 Teile"
  })
  void numbersHaveTheirPlural(String language, int count, String expected) {
    Texts texts = Texts.besides(parts.PartsVerticle.class);

    assertThat(texts.say(Locale.forLanguageTag(language), "count.parts", count))
        .isEqualTo(expected);
  }

  /** In a text with arguments an apostrophe would quote what follows. */
  @Test
  void textsWithArgumentsHaveNoPlainApostrophe() throws IOException {
    for (String folder :
        List.of(
            "kit/resources/kit",
            "parts/resources/parts",
            "rain/resources/rain",
            "weather-mail/resources/weathermail")) {
      for (String language : List.of("en", "de")) {
        assertThat(read(folder, language).values())
            .allSatisfy(text -> assertThat(text.toString()).doesNotContain("'"));
      }
    }
  }

  private static Set<String> arguments(String text) {
    return Pattern.compile("\\{(\\d)")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  /** An app's package has its name without what cannot be in one. */
  private static String resources(String app) {
    return app + "/resources/" + app.replace("-", "");
  }

  private static Properties read(String folder, String language) throws IOException {
    Properties texts = new Properties();
    Path file = APPS.resolve(folder).resolve("messages_" + language + ".properties");
    try (Reader in = Files.newBufferedReader(file, UTF_8)) {
      texts.load(in);
    }
    return texts;
  }

  private static String sources(String app) throws IOException {
    try (Stream<Path> files = Files.walk(APPS.resolve(app))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|jte)")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }
}
