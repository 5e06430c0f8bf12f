package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/html                                       | 1000
          TEXT/HTML                                       | 1000
          application/json, text/html                     | 1000
          text/html;q=0.5                                 | 500
          text/html ; Q=0.125                             | 125
          text/html;level=1;q=0.3                         | 300
          text/html;q=0.2, text/html;level=1;q=0.9        | 900
          text/html;q=1.000                               | 1000
          text/html;q=0                                   | 0
          text/html;q=0.                                  | 0
          text/html;q=1.5                                 | 0
          text/html;q=-1                                  | 0
          text/html;q=much                                | 0
          text/html;q=0.1234                              | 0
          */*                                             | 0
          text/*                                          | 0
          text/htmlx                                      | 0
          ;;;,,;q=1                                       | 0
          ''                                              | 0
                                                          | 0
          """)
  void weighsATypeByItsOwnNameOnly(String field, int thousandths) {
    assertThat(Accept.named(field, "text/html")).isEqualTo(thousandths);
  }
}
