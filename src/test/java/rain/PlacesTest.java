package rain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kit.weather.City;
import kit.weather.CityFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private final List<City> listed = CityFile.own();

  @Test
  void withoutConfigurationThereAreAtLeastForty() {
    assertThat(Places.of(new JsonObject(), listed).all()).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void thoseThatAreConfiguredAreWatched() {
    var config = new JsonObject("{\"places\": [\"bergen-no\", \"berlin-de\"]}");

    assertThat(Places.of(config, listed).all())
        .extracting(City::slug)
        .containsExactly("bergen-no", "berlin-de");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"places\": [\"bergn-no\"]} | \"bergn-no\" is not in the list of cities",
        "{\"places\": [\"bergn-no\"]} | (expected one such as bergen-no)",
        "{\"cities\": \"cities15000.txt\"} | 0 of them (expected 1 to 3000",
      })
  void whatCannotBeWatchedIsRefused(String config, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Places.of(new JsonObject(config), listed))
        .withMessageStartingWith("places: ")
        .withMessageContaining(message);
  }
}
