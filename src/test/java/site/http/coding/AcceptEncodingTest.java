package site.http.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what browsers and tools send
          gzip, deflate, br, zstd             | zstd br gzip
          'gzip, deflate, br'                 | br gzip
          'gzip, deflate'                     | gzip
          'deflate, gzip;q=1.0, *;q=0.5'      | gzip zstd br
          identity                            |
          ''                                  |
          # weights decide, then our own order
          gzip;q=1, br;q=0.5                  | gzip br
          br;q=0.9, gzip;q=0.8, zstd;q=0.85   | br zstd gzip
          gzip;q=0.001                        | gzip
          zstd;q=0.5,br;q=0.5,gzip;q=0.5      | zstd br gzip
          # nought is a refusal
          gzip;q=0                            |
          br;q=0, *                           | zstd gzip
          gzip, br;q=0.000                    | gzip
          *;q=0                               |
          *;q=0, gzip                         | gzip
          # the star is for those not named
          *                                   | zstd br gzip
          *;q=0.3, br;q=0.2                   | zstd gzip br
          # who wants the plain content more gets it
          identity, gzip;q=0.5                |
          identity;q=0.5, gzip;q=0.5          | gzip
          identity;q=0.5, gzip;q=0.4, br      | br
          identity;q=0, gzip                  | gzip
          identity;q=0, gzip;q=0              |
          # spelling
          GZIP                                | gzip
          x-gzip                              | gzip
          ' gzip ; Q=0.5 , BR;q=0.4 '         | gzip br
          '\tgzip\t,\tbr'                     | br gzip
          ',,gzip,,'                          | gzip
          gzip;level=9;q=0.3                  | gzip
          # named twice: the larger weight
          gzip;q=0.1, br;q=0.5, gzip          | gzip br
          gzip;q=0, gzip                      | gzip
          # what cannot be read is not there
          gzip;q=2                            |
          gzip;q=1.001                        |
          gzip;q=-1                           |
          gzip;q=0.1234                       |
          gzip;q=.5                           |
          gzip;q=                             |
          gzip;q=a, br                        | br
          gzip br                             |
          "gzip"                              |
          gzip;                               | gzip
          ;;;,;q=1,=                          |
          gzipp, brr, zst, compress, deflate  |
          """)
  void choosesWhatTheClientWantsMost(String field, String expected) {
    List<Coding> chosen = AcceptEncoding.choose(field.replace("\\t", "\t"), Coding.ALL);

    assertThat(chosen.stream().map(Coding::token))
        .containsExactly(expected == null ? new String[0] : expected.split(" ", -1));
  }

  @Test
  void offersNothingUnasked() {
    assertThat(AcceptEncoding.choose(null, Coding.ALL)).isEmpty();
  }

  @Test
  void keepsToWhatIsOfferedAndToItsOrder() {
    var offered = List.of(Coding.GZIP, Coding.ZSTD);

    assertThat(AcceptEncoding.choose("br, zstd, gzip", offered))
        .containsExactly(Coding.GZIP, Coding.ZSTD);
    assertThat(AcceptEncoding.choose("br", offered)).isEmpty();
    assertThat(AcceptEncoding.choose("*", List.of())).isEmpty();
  }

  @Test
  void readsALongFieldInNoTime() {
    String field = "gzip;q=0.5,".repeat(3000) + "br;q=0.1";

    assertThat(AcceptEncoding.choose(field, Coding.ALL)).containsExactly(Coding.GZIP, Coding.BR);
  }
}
