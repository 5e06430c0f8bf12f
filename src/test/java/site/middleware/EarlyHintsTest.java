package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.Action;
import site.http.Chain;

/** RFC 8297. */
class EarlyHintsTest {
  private static final String STYLE = "</site.css>; rel=preload; as=style";
  private static final String FONTS = "<https://fonts.example>; rel=preconnect";
  private static final String PAGE = "GET / HTTP/1.1\r\nSec-Fetch-Mode: navigate\r\n";

  private static Action before(Action action) {
    return Chain.of(List.of(new EarlyHints(List.of(STYLE, FONTS))), action);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  navigate, HTTP_1_0, false",
    "GET,  navigate, HTTP_1_1, true",
    "GET,  navigate, HTTP_2,   true",
    "GET,  navigate, HTTP_3,   true",
    "GET,  no-cors,  HTTP_1_1, false",
    "GET,  no-cors,  HTTP_2,   false",
    "GET,  cors,     HTTP_3,   false",
    "GET,  ,         HTTP_1_0, false",
    "GET,  ,         HTTP_1_1, false",
    "GET,  ,         HTTP_2,   true",
    "GET,  ,         HTTP_3,   true",
    "HEAD, ,         HTTP_2,   false",
    "POST, navigate, HTTP_2,   false",
  })
  void thoseAreToldWhoAskForAPageAndUnderstand(
      String method, String fetchMode, HttpVersion version, boolean told) {
    boolean asks = EarlyHints.asksForPage(HttpMethod.valueOf(method), fetchMode, version);

    assertThat(asks).isEqualTo(told);
  }

  @Test
  void theHintsComeFirstAndOnceMoreWithTheAnswer() throws Exception {
    Action action = exchange -> exchange.response().putHeader("link", FONTS).end("page");
    try (var served = new Served(before(action))) {

      String answer = served.raw(PAGE);

      assertThat(answer).startsWith("HTTP/1.1 103 Early Hints\r\n");
      String[] both = answer.split("\r\n\r\n", 2);
      assertThat(both[0].lines()).contains("link: " + STYLE, "link: " + FONTS);
      assertThat(both[1]).startsWith("HTTP/1.1 200 OK\r\n").endsWith("page");
      assertThat(both[1].lines()).containsOnlyOnce("link: " + STYLE, "link: " + FONTS);
    }
  }

  @Test
  void anAnswerThatIsNoPageDoesNotRepeatThem() throws Exception {
    try (var served =
        new Served(before(exchange -> exchange.response().setStatusCode(404).end("none")))) {

      String answer = served.raw(PAGE);

      assertThat(answer.split("\r\n\r\n", 2)[1]).contains("HTTP/1.1 404").doesNotContain("link:");
    }
  }

  @Test
  void othersHearNothingOfIt() throws Exception {
    try (var served = new Served(before(exchange -> exchange.response().end("page")))) {

      assertThat(served.raw("GET / HTTP/1.1\r\n"))
          .startsWith("HTTP/1.1 200")
          .doesNotContain("link:");
    }
  }
}
