package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.http.ErrorBody.Form;

class ErrorBodyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                                                       | TEXT
          */*                                                          | TEXT
          image/png, */*;q=0.1                                         | TEXT
          text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML
          text/html;q=0.1                                              | HTML
          text/html;q=0                                                | TEXT
          application/json                                             | JSON
          application/problem+json                                     | JSON
          application/json, text/plain, */*                            | JSON
          application/json, text/html                                  | HTML
          application/json, text/html;q=0.9                            | JSON
          application/json;q=0.2, text/html;q=0.3                      | HTML
          application/json;q=0                                         | TEXT
          """)
  void takesTheFormTheClientNames(String accept, Form expected) {
    assertThat(Form.wanted(accept)).isEqualTo(expected);
  }

  @Test
  void escapesWhateverStandsInThePage() {
    var body = ErrorBody.of(Form.HTML, 404, "<script>&'{id}", "\"><b>$1{title}");

    assertThat(body.text())
        .contains("&lt;script&gt;&amp;&#39;{id}")
        .contains("&quot;&gt;&lt;b&gt;$1{title}")
        .doesNotContain("<script>", "<b>");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {400, 401, 403, 404, 405, 413, 416, 418, 421, 429, 431, 500, 502, 503, 504, 599})
  void saysWhatHappenedInWordsAndShape(int status) {
    var body = ErrorBody.of(Form.HTML, status, "", "id-7");

    assertThat(body.type()).isEqualTo("text/html; charset=utf-8");
    assertThat(body.text())
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("<title>" + status + " ")
        .contains("<h1>")
        .contains("<main>")
        .contains("<code>id-7</code>")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("http:", "https:", "src=", "url(", "{status}", "{title}", "{detail}");
  }

  @Test
  void writesAProblemOfRfc9457() {
    var body = ErrorBody.of(Form.JSON, 429, "50 per hour \"only\"", "id-7");

    assertThat(body.type()).isEqualTo("application/problem+json");
    assertThat(new JsonObject(body.text()))
        .isEqualTo(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", "Too Many Requests")
                .put("status", 429)
                .put("detail", "50 per hour \"only\"")
                .put("requestId", "id-7"));
  }

  @Test
  void writesLinesForATerminal() {
    var body = ErrorBody.of(Form.TEXT, 404, "", "id-7");

    assertThat(body.text())
        .isEqualTo(
            """
            404 Not Found
            There is no page at this address. Check it for typing mistakes.
            Request id-7
            """);
  }
}
