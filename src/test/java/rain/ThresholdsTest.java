package rain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
  @ParameterizedTest
  @CsvSource({"0, DRY", "0.49, DRY", "0.5, DAMP", "3, MUDDY", "9.9, MUDDY", "10, VERY_MUDDY"})
  void theGroundIsCalledByWhatIsStillInIt(double wetness, Ground ground) {
    assertThat(Ground.of(wetness, Thresholds.USUAL)).isEqualTo(ground);
  }

  @Test
  void aPlaceMayHaveItsOwn() {
    var config = new JsonObject("{\"wet-thresholds\": {\"bergen-no\": [1, 5, 20]}}");

    assertThat(Thresholds.of(config, Places.watched()).values())
        .containsExactly(new Thresholds(1, 5, 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"atlantis\": [1, 2, 3]}",
        "{\"bergen-no\": [3, 2, 1]}",
        "{\"bergen-no\": [1, 2]}",
        "{\"bergen-no\": [0, 2, 3]}",
        "{\"bergen-no\": \"wet\"}",
        "{\"bergen-no\": [1, 2, \"3\"]}"
      })
  void whatMakesNoSenseIsRefused(String written) {
    var config = new JsonObject("{\"wet-thresholds\": " + written + "}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Thresholds.of(config, Places.watched()))
        .withMessageStartingWith("wet-thresholds");
  }
}
