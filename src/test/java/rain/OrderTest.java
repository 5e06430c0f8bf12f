package rain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import kit.weather.Cities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
  private static final Instant NOW = Instant.parse("2027-03-10T03:31:00Z");

  private final Cities places = Places.watched();

  private Order order(String words) {
    return Order.of(List.of(words.split(" ")), places, NOW);
  }

  @Test
  void whatIsNotSaidIsAsUsual() {
    Order order = order("--place berlin-de --from 2027-03-06");

    assertThat(order.place().slug()).isEqualTo("berlin-de");
    assertThat(order.to()).isEqualTo(LocalDate.of(2027, 3, 10));
    assertThat(order.mostCalls()).isEqualTo(90);
    assertThat(order.isDaily()).isFalse();
    assertThat(order.isDry()).isFalse();
  }

  @Test
  void ofTodayOnlyTheHoursThatAreOverAreWanted() {
    Span span = order("--place berlin-de --from=2027-03-10").span(NOW);

    assertThat(span.hours()).isEqualTo(4);
    assertThat(Instant.ofEpochSecond(span.to())).isEqualTo("2027-03-10T03:00:00Z");
  }

  @Test
  void theDayIsThePlacesOwn() {
    assertThat(order("--place=honolulu-hawaii-us --from=2027-03-09").to())
        .isEqualTo(LocalDate.of(2027, 3, 9));
  }

  @ParameterizedTest
  @CsvSource({
    "--place=atlantis --from=2027-03-06, 'place: \"atlantis\" (expected a place'",
    "--from=2027-03-06, 'place: \"\" (expected'",
    "--place=berlin-de, 'from: \"\" (expected a day such as 2027-03-10)'",
    "--place=berlin-de --from=6.3., 'from: \"6.3.\" (expected a day'",
    "--place=berlin-de --from=2027-03-11, 'not after today'",
    "--place=berlin-de --from=2020-03-11, 'five years at most'",
    "--place=berlin-de --from=2027-03-06 --to=2027-03-05, 'in order'",
    "--place=berlin-de --from=2027-03-06 --max-calls=0, 'max-calls: \"0\" (expected a number'",
    "--place=berlin-de --from=2027-03-06 --max-calls=99999, 'a number from 1 to 2000'",
    "--place=berlin-de --from=2027-03-06 --by=week, 'by: \"week\" (expected hour or day)'",
    "--place=berlin-de --form=2027-03-06, '\"--form=2027-03-06\" (expected --place SLUG'",
    "berlin-de, '\"berlin-de\" (expected --place SLUG'",
    "--place, '--place (expected a value)'",
  })
  void whatMakesNoSenseIsRefusedWithWhatWasExpected(String words, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> order(words))
        .withMessageContaining(message);
  }
}
