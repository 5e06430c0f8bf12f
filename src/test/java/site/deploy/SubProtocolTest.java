package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubProtocolTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a, b   | b a | a",
        "x, b   | b a | b",
        "x      | b a | ''",
        "x      | *   | x",
        "''     | a   | ''"
      })
  void isTheClientsFirstWishTheAppKnows(String wished, String known, String chosen) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add("Sec-WebSocket-Protocol", wished);

    List<String> protocols = Arrays.asList(known.split(" ", -1));

    assertThat(SubProtocol.choose(headers, protocols).orElse("")).isEqualTo(chosen);
  }
}
