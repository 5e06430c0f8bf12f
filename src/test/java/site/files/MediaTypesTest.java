package site.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          index.html        | text/html; charset=utf-8
          INDEX.HTM         | text/html; charset=utf-8
          app.js            | text/javascript; charset=utf-8
          app.min.mjs       | text/javascript; charset=utf-8
          style.css         | text/css; charset=utf-8
          robots.txt        | text/plain; charset=utf-8
          table.csv         | text/csv; charset=utf-8
          data.json         | application/json
          app.js.map        | application/json
          site.webmanifest  | application/manifest+json
          picture.svg       | image/svg+xml
          picture.JPG       | image/jpeg
          picture.avif      | image/avif
          favicon.ico       | image/x-icon
          font.woff2        | font/woff2
          module.wasm       | application/wasm
          film.mp4          | video/mp4
          paper.pdf         | application/pdf
          sheet.xlsx        | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
          source.tar.gz     | application/gzip
          feed.atom         | application/atom+xml
          README            | application/octet-stream
          html              | application/octet-stream
          strange.xyzzy     | application/octet-stream
          ends.with.dot.    | application/octet-stream
          page.html~        | application/octet-stream
          """)
  void tellsTheTypeByTheEnding(String name, String type) {
    assertThat(MediaTypes.of(name)).isEqualTo(type);
  }
}
