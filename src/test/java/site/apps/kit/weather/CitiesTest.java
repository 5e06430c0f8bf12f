package site.apps.kit.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kit.weather.Cities;
import kit.weather.City;
import kit.weather.CityFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CitiesTest {
  private final List<City> own = CityFile.own();
  private final Cities cities = new Cities(own);

  @Test
  void theListHasACityForEveryDistanceFromUtcThatPeopleLiveWith() {
    Set<ZoneOffset> listed =
        own.stream().map(city -> standard(city.zone())).collect(Collectors.toSet());
    Set<ZoneOffset> inUse =
        ZoneId.getAvailableZoneIds().stream()
            .filter(id -> id.contains("/"))
            .filter(id -> !id.startsWith("Etc/") && !id.startsWith("SystemV/"))
            .filter(id -> !id.startsWith("Antarctica/"))
            .map(id -> standard(ZoneId.of(id)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(own).hasSizeGreaterThanOrEqualTo(150);
    assertThat(listed).containsAll(inUse);
  }

  @Test
  void everyCityIsOnTheEarthAndHasNumberAndSlugForItself() {
    assertThat(own).extracting(City::id).doesNotHaveDuplicates();
    assertThat(own)
        .extracting(City::slug)
        .doesNotHaveDuplicates()
        .allMatch(s -> s.matches("[a-z0-9-]+"));
    assertThat(own).allMatch(c -> Math.abs(c.lat()) < 90 && Math.abs(c.lon()) <= 180);
    assertThat(own).allMatch(c -> c.country().matches("[A-Z]{2}") && c.population() > 0);
  }

  /** The sun is no more than some hours off: a sign that is wrong would be seen here. */
  @Test
  @Tag("C11")
  void everyZoneFitsItsLongitude() {
    assertThat(own)
        .allMatch(
            city -> {
              double sun = city.lon() / 15;
              double off = standard(city.zone()).getTotalSeconds() / 3600.0 - sun;
              return Math.abs(off - 24 * Math.round(off / 24)) <= 3.5;
            });
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Kathmandu,      2027-03-10T08:00, +05:45",
    "Pacific/Kiritimati,  2027-03-10T08:00, +14:00",
    "Pacific/Pago_Pago,   2027-03-10T08:00, -11:00",
    "America/St_Johns,    2027-01-10T08:00, -03:30",
    "America/St_Johns,    2027-07-10T08:00, -02:30",
    "Australia/Adelaide,  2027-07-10T08:00, +09:30",
    "Australia/Adelaide,  2027-01-10T08:00, +10:30",
    "Atlantic/Reykjavik,  2027-07-10T08:00, Z",
    "America/New_York,    2027-03-14T01:59, -05:00",
    "America/New_York,    2027-03-14T03:00, -04:00",
    "America/New_York,    2027-11-07T01:00, -04:00",
    "America/New_York,    2027-11-07T02:00, -05:00",
    "Europe/Berlin,       2027-03-28T03:00, +02:00",
    "Europe/Berlin,       2027-10-31T02:00, +02:00",
    "Europe/Berlin,       2027-10-31T03:00, +01:00",
  })
  void zonesOfCitiesAreThoseOfTheTable(ZoneId zone, LocalDateTime local, ZoneOffset offset) {
    assertThat(own).anyMatch(city -> city.zone().equals(zone));
    assertThat(local.atZone(zone).getOffset()).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Kath         | kathmandu-np",
        "zur          | zurich-ch",
        "LODZ         | lodz-pl",
        "st johns     | st-johns-newfoundland-and-labrador-ca",
        "london       | london-england-gb, london-ontario-ca",
        "burg         | johannesburg-za, hamburg-de, yekaterinburg-ru, edinburgh-scotland-gb",
        "springfield il | springfield-illinois-us",
        "x' OR '1'='1 | ''",
        "' '          | ''",
      })
  void searchFindsNamesByTheirBeginningThenInside(String typed, String slugs) {
    List<String> expected = slugs.isEmpty() ? List.of() : List.of(slugs.split(", "));

    assertThat(cities.search(typed, 20))
        .extracting(City::slug)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void theVeryNameComesFirstThenTheLargerCity() {
    assertThat(cities.search("portland", 5))
        .extracting(City::region)
        .containsExactly("Oregon", "Maine");
    assertThat(cities.search("an", 3))
        .hasSize(3)
        .first()
        .extracting(City::name)
        .isEqualTo("Antananarivo");
  }

  @Test
  void aTextMayMeanNoneOneOrManyCities() {
    assertThat(cities.called("Atlantis")).isEmpty();
    assertThat(cities.called("berlin")).extracting(City::slug).containsExactly("berlin-de");
    assertThat(cities.called("berlin-de")).hasSize(1);
    assertThat(cities.called("Springfield")).hasSize(5);
    assertThat(cities.called("Springfield, Illinois")).hasSize(1);
    assertThat(cities.called("Springfield, Illinois, US")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Kathmando, Kathmandu",
    "Kathmandou, Kathmandu",
    "Kathm, Kathmandu",
    "'Katmandu, NP', Kathmandu",
    "Atlantis, Atlanta",
    "Belrin, Berlin",
  })
  void suggestionsResembleWhatWasTyped(String typed, String meant) {
    List<City> like = cities.like(typed, 5);

    assertThat(like).extracting(City::name).contains(meant).doesNotContain("São Paulo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Qwxzjkvq", "x' OR '1'='1", "%"})
  void whatResemblesNothingHasNoSuggestions(String typed) {
    assertThat(cities.like(typed, 5)).isEmpty();
  }

  @Test
  void theNearestCityIsFoundWithinItsDistance() {
    assertThat(cities.near(52.4, 13.06, 50)).map(City::name).contains("Berlin");
    assertThat(cities.near(53.0, 11.9, 50)).isEmpty();
    assertThat(cities.near(1.9, -157.5, 50)).map(City::name).contains("Kiritimati");
  }

  @Test
  void aFileOfGeoNamesIsReadWithTheNamesOfItsRegions(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cities15000.txt");
    Files.writeString(
        file,
        "90000001\tMusterstadt\tMusterstadt\t\t50.5\t8.25\tP\tPPL\tDE\t\t05\t\t\t\t20123\t\t180\tEurope/Berlin\t2026-01-01\n");
    Files.writeString(folder.resolve("admin1CodesASCII.txt"), "DE.05\tHessen\tHessen\t1\n");

    assertThat(CityFile.geoNamesBlocking(file))
        .containsExactly(
            new City(
                90000001,
                "Musterstadt",
                "Hessen",
                "DE",
                50.5,
                8.25,
                ZoneId.of("Europe/Berlin"),
                20123));
  }

  @Test
  void aLineThatIsNoCityIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cities15000.txt");
    Files.writeString(file, "\nnot a city\n");

    assertThatThrownBy(() -> CityFile.geoNamesBlocking(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ":2: not a city");
  }

  private static ZoneOffset standard(ZoneId zone) {
    return zone.getRules().getStandardOffset(Instant.parse("2026-11-20T00:00:00Z"));
  }

  @Test
  void aFileThatIsNotThereOrNoTextIsNamed(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("cities15000.txt");
    Path packed = Files.write(folder.resolve("cities15000.zip"), new byte[] {80, 75, 3, 4, -1, -2});

    assertThatThrownBy(() -> CityFile.geoNamesBlocking(missing))
        .hasMessage(missing + ": is not there");
    assertThatThrownBy(() -> CityFile.geoNamesBlocking(packed))
        .hasMessage(packed + ": is no text in UTF-8");
  }

  @Test
  void aCityOfTheFormerListIsFoundByItsNumberOnly() {
    Cities cities = new Cities(own.subList(0, 5), own.subList(5, 10));

    assertThat(cities.byId(own.get(7).id())).contains(own.get(7));
    assertThat(cities.bySlug(own.get(7).slug())).isEmpty();
    assertThat(cities.all()).hasSize(5);
  }

  @Test
  void thirtyThousandCitiesTakeLessThanThirtyMegabytes(@TempDir Path folder) throws Exception {
    List<String> zones = own.stream().map(city -> city.zone().getId()).toList();
    Path file = folder.resolve("cities15000.txt");
    Files.write(
        file,
        IntStream.range(0, 30_000)
            .mapToObj(
                i ->
                    String.join(
                        "\t",
                        Integer.toString(100_000 + i),
                        "Nový Město na Řece " + i,
                        "Nove Mesto na Rece " + i,
                        "Neustadt,Newtown,Villeneuve,Cittanova",
                        Double.toString(i % 90 + 0.12345),
                        Double.toString(i % 180 + 0.54321),
                        "P\tPPL\tCZ\t\t52\t\t\t",
                        Integer.toString(15_000 + i),
                        "\t300",
                        zones.get(i % zones.size()),
                        "2026-01-01"))
            .toList());
    long before = used();

    Cities cities = new Cities(CityFile.geoNamesBlocking(file));
    long taken = used() - before;

    assertThat(cities.all()).hasSize(30_000);
    assertThat(taken).as("bytes").isLessThan(30_000_000);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
