package weathermail;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import kit.weather.Conditions;
import kit.weather.Fall;
import kit.weather.Forecast;
import kit.weather.Forecast.Slot;
import kit.weather.Sky;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decided without asking anybody: when, which mood, which numbers. */
class DecisionsTest {
  private static final Instant EIGHT = Instant.parse("2027-03-10T07:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "800, 800, 0, 25, 18, BRIGHT, BRIGHT",
    "800, 800, 0, -8, -9, CRISP, BRIGHT",
    "211, 211, 0, 28, 20, ROUGH, WARMER",
    "500, 500, 0.9, 15, 15, WET, WET",
    "300, 300, 0.7, 12, 12, WET, PLAIN",
    "804, 804, 0, 20, 15, WARMER, WARMER",
    "804, 804, 0, 10, 15, COOLER, COOLER",
    "803, 803, 0, 16, 15, PLAIN, PLAIN",
    "741, 803, 0, 9, 9, GREY, PLAIN",
    "701, 803, 0, 9, 9, GREY, GREY",
    "804, 800, 0, 5, 5, BRIGHT, PLAIN",
    "804, 500, 0.4, 9, 9, PLAIN, PLAIN",
    "804, 500, 0.5, 9, 9, WET, PLAIN",
    "804, 602, 1, 1, 1, ROUGH, PLAIN",
    "600, 804, 0, 1, 1, SNOW, SNOW",
    "804, 804, 0, 17.8, 15, WARMER, WARMER",
    "804, 804, 0, 17.7, 15, PLAIN, PLAIN",
  })
  @Tag("C9")
  void theFirstMoodThatFitsIsTheDays(
      int now, int later, double chance, double max, double tomorrow, Mood mood, Mood classic) {
    Day day = day(now, later, chance, max, tomorrow, Fall.NONE, 3);

    assertThat(Mood.of(day)).isEqualTo(mood);
    assertThat(Mood.classic(day)).isEqualTo(classic);
  }

  @ParameterizedTest
  @EnumSource(Mood.class)
  void theExampleOfAMoodIsADayOfThatMood(Mood mood) {
    assertThat(Mood.of(Examples.of(mood, EIGHT))).isEqualTo(mood);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 16.9, PLAIN", "0, 0, 17, ROUGH", "1, 0, 3, WET", "0.9, 0, 3, PLAIN"})
  void muchRainAndAStormCountWhateverTheSkyIsCalled(
      double rain, double snow, double gust, Mood mood) {
    assertThat(Mood.of(day(803, 803, 0, 9, 9, new Fall(rain, snow), gust))).isEqualTo(mood);
  }

  @ParameterizedTest
  @CsvSource({"0.4, PLAIN", "0.5, SNOW"})
  void snowThatIsForecastCountsFromHalfAMillimetre(double snow, Mood mood) {
    assertThat(Mood.of(day(803, 601, 0.4, 1, 1, new Fall(0, snow), 3))).isEqualTo(mood);
  }

  @Test
  @Tag("C7")
  @Tag("C8")
  void theDayIsTheCitysAndNotTheOneOfUtc() {
    Forecast forecast =
        new Forecast(
            ZoneOffset.UTC,
            Stream.of("2027-03-09T21:00:00Z", "2027-03-10T09:00:00Z", "2027-03-10T12:00:00Z")
                .map(at -> slot(Instant.parse(at), 800, 0, 20, Fall.NONE, 3))
                .toList());
    Instant at = Instant.parse("2027-03-09T18:00:00Z");

    Day day = Day.of(now(800, 7, 3), forecast, ZoneId.of("Pacific/Kiritimati"), at);

    assertThat(day.rest()).extracting(Slot::at).hasSize(2);
    assertThat(day.tomorrow()).hasSize(1);
    assertThat(day.min()).isEqualTo(7);
    assertThat(day.max()).isEqualTo(20);
  }

  @ParameterizedTest
  @Tag("C-4")
  @CsvSource({
    "2027-03-10, 8, Asia/Kathmandu, 2027-03-10T02:15:00Z",
    "2027-03-10, 8, Pacific/Kiritimati, 2027-03-09T18:00:00Z",
    "2027-03-10, 8, Pacific/Pago_Pago, 2027-03-10T19:00:00Z",
    "2027-03-14, 2, America/New_York, 2027-03-14T07:00:00Z",
    "2027-11-07, 1, America/New_York, 2027-11-07T05:00:00Z",
    "2027-03-28, 2, Europe/Berlin, 2027-03-28T01:00:00Z",
  })
  void anHourIsTheCitysHour(LocalDate date, int hour, ZoneId zone, Instant due) {
    assertThat(Hours.due(date, hour, zone)).isEqualTo(due);
    assertThat(Hours.writable(due.minusSeconds(1), hour, zone)).isEmpty();
    assertThat(Hours.writable(due, hour, zone)).contains(date);
    assertThat(Hours.writable(due.plus(Hours.WINDOW).minusSeconds(1), hour, zone)).contains(date);
    assertThat(Hours.writable(due.plus(Hours.WINDOW), hour, zone)).isEmpty();
  }

  @Test
  @Tag("C-4")
  void anHourThatComesTwiceHasOneLetter() {
    ZoneId zone = ZoneId.of("America/New_York");
    Instant second = Instant.parse("2027-11-07T06:00:00Z");

    assertThat(Hours.writable(second, 1, zone)).contains(LocalDate.parse("2027-11-07"));
    assertThat(Hours.latest(second, 1, zone)).isEqualTo(LocalDate.parse("2027-11-07"));
  }

  @Test
  void aLateHourIsOpenOverMidnight() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    Instant night = Instant.parse("2027-03-10T23:30:00Z");

    assertThat(Hours.writable(night, 23, zone)).contains(LocalDate.parse("2027-03-10"));
    assertThat(Hours.latestClosed(night, 23, zone)).isEqualTo(LocalDate.parse("2027-03-09"));
  }

  @ParameterizedTest
  @CsvSource({
    "1111111, 2027-03-10, 2027-03-20, 2027-03-10, 11",
    "0010000, 2027-03-10, 2027-03-20, 2027-03-10, 2",
    "0001000, 2027-03-10, 2027-03-20, 2027-03-11, 2",
    "0100000, 2027-03-10, 2027-03-20, 2027-03-16, 1",
    "1000001, 2027-03-10, 2027-03-20, 2027-03-14, 2",
    "0000010, 2027-03-10, 2027-03-13, 2027-03-13, 1",
    "0000010, 2027-03-10, 2027-03-12, , 0",
    "0010000, 2027-03-10, 2027-03-10, 2027-03-10, 1",
    "1111111, 2027-03-10, 2027-03-09, , 0",
    "0000000, 2027-03-10, 2027-03-20, , 0",
  })
  void theNextLetterComesOnADayThatIsWanted(
      String mondayToSunday, LocalDate from, LocalDate until, LocalDate next, long letters) {
    Weekdays weekdays = Weekdays.of(day -> mondayToSunday.charAt(day.getValue() - 1) == '1');

    assertThat(weekdays.next(from, until)).isEqualTo(Optional.ofNullable(next));
    assertThat(weekdays.count(from, until)).isEqualTo(letters);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-09, 2027-03-10, 2027-03-10",
    "2027-03-10, 2027-03-10, 2027-03-11",
    "2027-03-01, 2027-03-10, 2027-03-10",
    "2027-03-11, 2027-03-10, 2027-03-12",
  })
  void aDayThatIsSettledOrOverHasNoLetterToCome(
      LocalDate settled, LocalDate today, LocalDate next) {
    Subscription reader =
        MorningLettersTest.reader(Units.METRIC, "en", today.plusDays(9))
            .active(today.plusDays(9), settled);

    assertThat(reader.next(today)).contains(next);
  }

  @ParameterizedTest
  @CsvSource({
    "-0.5, -1 °C, 31 °F",
    "0.5, 1 °C, 33 °F",
    "-17.5, -18 °C, 1 °F",
    "-18.06, -18 °C, -1 °F",
    "21, 21 °C, 70 °F"
  })
  @Tag("C10")
  void temperaturesAreRoundedHalfAwayFromZero(double celsius, String metric, String imperial) {
    assertThat(Units.METRIC.temperature(celsius)).isEqualTo(metric);
    assertThat(Units.IMPERIAL.temperature(celsius)).isEqualTo(imperial);
  }

  @Test
  void rainIsToldInTheReadersUnits() {
    assertThat(Units.METRIC.fall(1.25, Locale.GERMAN)).isEqualTo("1,2 mm");
    assertThat(Units.IMPERIAL.fall(25.4, Locale.ENGLISH)).isEqualTo("1 in");
    assertThat(Units.usualIn("US")).isEqualTo(Units.IMPERIAL);
    assertThat(Units.usualIn("DE")).isEqualTo(Units.METRIC);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.17, 192.0.x.x", "2001:db8:1:2::3, 2001:db8:1::"})
  void ofWhoAskedTheNetworkIsNamedOnly(String client, String told) {
    assertThat(Letters.network(client)).isEqualTo(told);
  }

  @ParameterizedTest
  @EnumSource(Mood.class)
  @Tag("C-15")
  void eachMoodHasAPictureOfItsOwnAndASmallOne(Mood mood) throws Exception {
    Drawing drawing = Drawings.of(mood);

    assertThat(drawing.blockingPng()).hasSizeLessThan(15 * 1024).startsWith(0x89, 'P', 'N', 'G');
    assertThat(Stream.of(Mood.values()).map(other -> Drawings.of(other).svg()))
        .containsOnlyOnce(drawing.svg());
    javax.xml.parsers.DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                drawing.svg().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  @Tag("C-15")
  void aPictureIsReadAsItWasDrawn() throws Exception {
    BufferedImage drawn = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    drawn.setRGB(0, 0, 0xff112233);
    drawn.setRGB(2, 0, 0x80ffffff);
    drawn.setRGB(0, 1, 0x01fedcba);

    BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.of(drawn)));

    assertThat(read.getRGB(0, 0, 3, 2, null, 0, 3)).isEqualTo(drawn.getRGB(0, 0, 3, 2, null, 0, 3));
  }

  private static Day day(
      int now, int later, double chance, double max, double tomorrow, Fall fall, double gust) {
    return new Day(
        now(now, max - 3, gust),
        List.of(slot(EIGHT.plus(Duration.ofHours(2)), later, chance, max, fall, gust)),
        List.of(slot(EIGHT.plus(Duration.ofHours(26)), 804, 0, tomorrow, Fall.NONE, 3)),
        List.of());
  }

  static Conditions now(int id, double temperature, double gust) {
    return new Conditions(EIGHT, sky(id), temperature, 2, gust, Fall.NONE);
  }

  static Slot slot(Instant at, int id, double chance, double max, Fall fall, double gust) {
    return new Slot(at, sky(id), max - 2, max, chance, fall, gust, true);
  }

  private static Sky sky(int id) {
    return switch (id) {
      case 211 -> new Sky(id, "Thunderstorm", "thunderstorm");
      case 300 -> new Sky(id, "Drizzle", "light intensity drizzle");
      case 500 -> new Sky(id, "Rain", "light rain");
      case 600, 601, 602 -> new Sky(id, "Snow", "snow");
      case 701 -> new Sky(id, "Mist", "mist");
      case 741 -> new Sky(id, "Fog", "fog");
      case 800 -> new Sky(id, "Clear", "clear sky");
      default -> new Sky(id, "Clouds", "overcast clouds");
    };
  }
}
