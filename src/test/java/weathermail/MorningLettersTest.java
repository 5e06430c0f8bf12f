package weathermail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import kit.Kit;
import kit.mail.Letter;
import kit.weather.Cities;
import kit.weather.City;
import kit.weather.CityFile;
import kit.weather.Fall;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.app.AppContext;
import weathermail.Subscription.State;

/**
 * What is written, for each mood, language and unit as a golden file. {@code -Dgolden.update=true}
 * writes them anew.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MorningLettersTest {
  private static final Path GOLDEN = Path.of("src/test/resources/weathermail");
  private static final LocalDate TODAY = LocalDate.parse("2027-03-10");
  private static final Instant EIGHT = Instant.parse("2027-03-10T07:00:00Z");
  private static final int LONGEST_SUBJECT = 60;

  private final Vertx vertx = Vertx.vertx();
  private final City berlin = new Cities(CityFile.own()).bySlug("berlin-de").orElseThrow();
  private Links links;
  private Phrases phrases;
  private MorningLetters letters;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Kit kit =
        Kit.of(
            WeatherMailVerticle.class,
            vertx,
            new AppContext("weather-mail", 1, folder, folder),
            new JsonObject(),
            Clock.systemUTC(),
            List.of(),
            List.of());
    links = new Links(kit.signer());
    phrases = new Phrases(kit.pages().texts(), links, false, 10);
    letters = new MorningLetters(phrases, links);
    letters.draw(vertx).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(Mood.class)
  @Tag("C-15")
  void bothPartsSayAllThereIsToSay(Mood mood) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String lang : List.of("en", "de")) {
      for (Units units : Units.values()) {
        Subscription reader = reader(units, lang, TODAY.plusDays(9));
        Letter letter = letters.write(reader, berlin, TODAY, day(), mood, EIGHT);
        all.append("Subject: ").append(letter.subject()).append("\n\n").append(letter.text());
        all.append("\n").append(letter.html()).append("\n=====\n");
        wellFormed(letter.html());
        assertThat(letter.html()).contains("cid:" + letter.pictures().get(0).id());
      }
    }

    String written = all.toString().replaceAll("t=[\\w-]{43}", "t=TOKEN");
    Path golden = GOLDEN.resolve(mood.word() + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, written);
    }
    assertThat(written).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @EnumSource(Mood.class)
  @Tag("C-15")
  void subjectsAreShortEvenOfLongCities(Mood mood) {
    City city = city("Twenty characters ok");

    for (String lang : List.of("en", "de")) {
      Subscription reader = reader(Units.METRIC, lang, TODAY);
      assertThat(phrases.of(reader, city, TODAY, day(), mood).subject())
          .contains(city.name())
          .hasSizeLessThanOrEqualTo(LONGEST_SUBJECT);
    }
  }

  @Test
  @Tag("C-7")
  @Tag("C2")
  void mailProgramsCanMakeAButtonToLeave() {
    Subscription reader = reader(Units.METRIC, "en", TODAY);

    Letter letter = letters.write(reader, berlin, TODAY, day(), Mood.PLAIN, EIGHT);

    assertThat(letter.headers())
        .containsAllEntriesOf(
            Map.of(
                "List-ID", "<sky.sky.example>",
                "List-Unsubscribe", "<" + links.unsubscribe(reader) + ">",
                "List-Unsubscribe-Post", "List-Unsubscribe=One-Click",
                "Content-Language", "en"));
  }

  @Test
  void theLastLetterButOneOffersMore() {
    String last = text(TODAY);
    String lastButOne = text(TODAY.plusDays(1));
    String before = text(TODAY.plusDays(2));

    assertThat(last).contains("This is the last letter.").doesNotContain("Go on");
    assertThat(lastButOne).contains("One letter is left.", "Go on for 10 days: https://");
    assertThat(before).contains("2 letters are left.").doesNotContain("Go on");
  }

  @Test
  void lettersAreCountedByTheDaysTheyComeOn() {
    Subscription all = reader(Units.METRIC, "en", TODAY.plusDays(9));
    Subscription mondays =
        all.wanting(all.wishes().on(Weekdays.of(day -> day == DayOfWeek.MONDAY)), all.lastDate());

    String text = phrases.of(mondays, berlin, TODAY, day(), Mood.PLAIN).text();

    assertThat(text).contains("One letter is left.", "Go on for 10 days: https://");
  }

  @Test
  void aCitysNameIsTextAndNoMarkup() {
    City odd = city("<b>&\"'");

    Letter letter =
        letters.write(reader(Units.METRIC, "en", TODAY), odd, TODAY, day(), Mood.PLAIN, EIGHT);

    assertThat(letter.html()).doesNotContain("<b>").contains("&lt;b&gt;&amp;");
  }

  private City city(String name) {
    return new City(1, name, "", "DE", 1, 1, berlin.zone(), 1);
  }

  private String text(LocalDate endsOn) {
    return phrases.of(reader(Units.METRIC, "en", endsOn), berlin, TODAY, day(), Mood.PLAIN).text();
  }

  private static Day day() {
    return new Day(
        DecisionsTest.now(500, 7.4, 4.6),
        List.of(
            DecisionsTest.slot(
                EIGHT.plus(Duration.ofHours(2)), 500, 0.7, 11.9, new Fall(1.3, 0), 5),
            DecisionsTest.slot(EIGHT.plus(Duration.ofHours(5)), 803, 0.2, 14, Fall.NONE, 8.2)),
        List.of(DecisionsTest.slot(EIGHT.plus(Duration.ofHours(26)), 804, 0, 12, Fall.NONE, 3)),
        List.of(
            DecisionsTest.slot(EIGHT.plus(Duration.ofHours(2)), 500, 0.7, 11.9, Fall.NONE, 5),
            DecisionsTest.slot(EIGHT.plus(Duration.ofHours(5)), 803, 0.2, 14, Fall.NONE, 8)));
  }

  static Subscription reader(Units units, String lang, LocalDate endsOn) {
    return new Subscription(
        "0123456789abcdefghijkl",
        "ada@example.org",
        "",
        1,
        new Wishes(8, units, lang, Weekdays.ALL),
        "https://sky.example/weather_email",
        State.ACTIVE,
        0,
        endsOn,
        TODAY.minusDays(1));
  }

  private static void wellFormed(String html) throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html.getBytes(UTF_8)));
  }
}
