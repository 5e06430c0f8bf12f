package site.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.aside.Answer;

/** Which differences between two answers count. */
class ComparerTest {
  private static Answer answer(int status, String field, String body) {
    MultiMap headers = HttpHeaders.headers();
    if (field != null) {
      headers.add(field.split(": ", 2)[0], field.split(": ", 2)[1]);
    }
    return new Answer(status, headers, Buffer.buffer(body), true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 |                                    | 200 |                                       | SAME
          200 |                                    | 404 |                                       | STATUS
          302 | Location: /a                       | 302 | location: /a                          | SAME
          302 | Location: /a                       | 302 | Location: /b                          | HEADERS
          200 | Content-Type: text/html; charset=x | 200 | content-type: Text/HTML;charset=X     | SAME
          200 | Content-Type: text/html            | 200 | Content-Type: text/plain              | HEADERS
          200 | Cache-Control: public, max-age=1   | 200 | Cache-Control: public,max-age=1       | SAME
          200 | Cache-Control: public              | 200 |                                       | HEADERS
          200 | Set-Cookie: id=1; Path=/           | 200 | Set-Cookie: id=2                      | SAME
          200 | Set-Cookie: id=1                   | 200 | Set-Cookie: sid=1                     | HEADERS
          200 | Date: one                          | 200 | Date: two                             | SAME
          200 | ETag: a                            | 200 | ETag: b                               | SAME
          """)
  void statusAndFieldsThatMeanSomethingCount(
      int served, String servedField, int other, String otherField, Verdict expected) {
    Difference found =
        Comparer.compare(answer(served, servedField, ""), answer(other, otherField, ""), true);

    assertThat(found.verdict()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json | {"a":1,"b":[1,2]} | {"b": [1, 2], "a": 1} | SAME
          application/json | {"a":1}           | {"a":2}               | BODY
          application/json | [1,2]             | [2,1]                 | BODY
          application/json | null              | null                  | SAME
          application/json | {"a":             | {"a":                 | SAME
          text/html        | <p>a  b</p>       | <p>a b</p>            | SAME
          text/html        | <p>a</p>          | <p>b</p>              | BODY
          image/png        | a  b              | a b                   | BODY
          image/png        | a b               | a b                   | SAME
          """)
  void bodiesAreComparedByWhatTheySay(String type, String one, String two, Verdict expected) {
    String field = "Content-Type: " + type;

    Difference found = Comparer.compare(answer(200, field, one), answer(200, field, two), true);

    assertThat(found.verdict()).isEqualTo(expected);
    assertThat(Comparer.compare(answer(200, field, one), answer(200, field, two), false))
        .as("to HEAD")
        .isEqualTo(Difference.NONE);
  }

  @Test
  void aCodedBodyIsComparedWithAPlainOne() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    Answer coded = answer(200, "Content-Encoding: gzip", "");
    coded.body().appendBytes(zipped.toByteArray());

    assertThat(Comparer.compare(coded, answer(200, null, "hello"), true).verdict())
        .isEqualTo(Verdict.SAME);
    assertThat(Comparer.compare(coded, answer(200, null, "other"), true).verdict())
        .isEqualTo(Verdict.BODY);
  }

  @Test
  void examplesAreShortAndOnOneLineAndShowWhereTheyPart() {
    String same = "x".repeat(500);

    Difference found =
        Comparer.compare(answer(200, null, same + "one\n"), answer(200, null, same + "two"), true);

    assertThat(found.served()).endsWith("one?").hasSizeLessThan(90);
    assertThat(found.other()).endsWith("two");
  }

  @Test
  void percentagesAreOfWhatWasCompared() {
    Comparison comparison = new Comparison("a.example /x", () -> 0);
    for (int i = 0; i < 3; i++) {
      comparison.begin();
      comparison.ended("GET /x", Difference.NONE);
    }
    comparison.begin();
    comparison.ended("GET /x", Difference.of(Verdict.STATUS, 200, 500));
    comparison.passedBy();

    assertThat(comparison.state())
        .hasToString("a.example /x: 75.0% of 4 the same, status=1 headers=0 body=0 skipped=1");
  }

  @Test
  void noMoreThanSomeAreComparedAtATime() {
    Comparison comparison = new Comparison("a", () -> 0);
    for (int i = 0; i < Comparison.MOST; i++) {
      assertThat(comparison.begin()).isTrue();
    }

    assertThat(comparison.begin()).isFalse();
    comparison.skipped();
    assertThat(comparison.begin()).isTrue();
    assertThat(comparison.state().count(Verdict.SKIPPED)).isEqualTo(2);
  }
}
