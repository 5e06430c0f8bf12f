package site.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.BareServer;
import site.http.RawHttp;
import site.http.RawHttp.Answer;

class ListingTest {
  private static final String JSON = "accept: application/json";

  @TempDir Path home;
  private Path root;
  private BareServer server;

  @BeforeEach
  void aDirectory() throws IOException {
    root = Files.createDirectories(home.resolve("root/docs")).getParent();
    Files.createDirectory(root.resolve("docs/zoo"));
    write("docs/b.txt", 10, "2026-01-01T00:00:00Z");
    write("docs/A.txt", 3000, "2026-03-01T00:00:00Z");
    write("docs/<i>&'\".txt", 5, "2026-02-01T00:00:00Z");
    write("docs/a:b #?%20.txt", 1, "2026-02-02T00:00:00Z");
    write("docs/.secret", 1, "2026-02-02T00:00:00Z");
    write("outside.txt", 1, "2026-02-02T00:00:00Z");
    Files.move(root.resolve("outside.txt"), home.resolve("outside.txt"));
    Files.createSymbolicLink(root.resolve("docs/out"), home.resolve("outside.txt"));
    Files.createSymbolicLink(root.resolve("docs/in"), root.resolve("docs/b.txt"));
    Vertx vertx = Vertx.vertx();
    server = BareServer.start(vertx, new FilesAction(vertx, Roots.browsed(root)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsWhatCouldBeAskedForDirectoriesFirst() {
    assertThat(names(get("/docs/", JSON)))
        .containsExactly("zoo", "<i>&'\".txt", "A.txt", "a:b #?%20.txt", "b.txt", "in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sort=size            | zoo | A.txt",
        "sort=size&order=desc | zoo | a:b #?%20.txt",
        "sort=modified        | zoo | A.txt",
        "order=desc           | zoo | <i>&'\".txt",
        "sort=x&order=y&page=0| zoo | in",
      })
  void sortsAsTheQuerySays(String query, String first, String last) {
    List<String> names = names(get("/docs/?" + query, JSON));

    assertThat(names.get(0)).isEqualTo(first);
    assertThat(names.get(names.size() - 1)).isEqualTo(last);
  }

  @Test
  void isAPageForPeopleInWhichNoNameIsMarkup() {
    Answer answer = get("/docs/", "accept: text/html");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("vary")).isEqualTo("accept");
    assertThat(answer.header("content-security-policy")).contains("default-src 'none'");
    String page = new String(answer.text().getBytes(ISO_8859_1), UTF_8);
    assertThat(page)
        .contains("href=\"./%3Ci%3E%26%27%22.txt\">&lt;i&gt;&amp;&#39;&quot;.txt</a>")
        .contains("href=\"./a%3Ab%20%23%3F%2520.txt\">")
        .contains("<a href=\"../\">/</a><a href=\"./\">docs/</a>")
        .contains("<td>2.9 KiB</td><td>2026-03-01 00:00</td>")
        .contains("prefers-color-scheme: dark")
        .doesNotContain("<i>", ".secret", "http://", "https://");
  }

  @Test
  void everyLinkOfThePageLeadsToItsFile() {
    assertThat(get("/docs/a%3Ab%20%23%3F%2520.txt").status()).isEqualTo(200);
    assertThat(get("/docs/%3Ci%3E%26%27%22.txt").text()).hasSize(5);
  }

  @Test
  void isNotGivenInPlaceOfAnIndex() throws IOException {
    Files.writeString(root.resolve("docs/index.html"), "index");

    assertThat(get("/docs/").text()).isEqualTo("index");
    assertThat(get("/docs").header("location")).isEqualTo("/docs/");
    assertThat(get("/docs/zoo").header("location")).isEqualTo("/docs/zoo/");
    assertThat(get("/nothing/").status()).isEqualTo(404);
  }

  @Test
  void hasAHeadLikeAnyOther() {
    Answer head = RawHttp.send(server.port(), "HEAD", "/docs/", JSON);

    assertThat(head.headers()).isEqualTo(get("/docs/", JSON).headers());
    assertThat(head.text()).isEmpty();
  }

  @Test
  void comesInPagesOfAThousand() throws IOException {
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 2001; i++) {
      Files.createFile(many.resolve("%05d".formatted(i)));
    }

    JsonObject last = new JsonObject(get("/many/?page=3", JSON).text());

    assertThat(last.getInteger("total")).isEqualTo(2001);
    assertThat(last.getInteger("pages")).isEqualTo(3);
    assertThat(last.getJsonArray("entries")).hasSize(1);
    assertThat(names(get("/many/?page=2", JSON))).hasSize(1000).contains("01000", "01999");
    assertThat(get("/many/?sort=size&page=2").text())
        .contains("page 2 of 3")
        .contains("href=\"?sort=size\">previous")
        .contains("href=\"?sort=size&amp;page=3\">next");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "10240, 10 KiB",
    "1048575, 1024 KiB",
    "5368709120, 5.0 GiB",
    "9223372036854775807, 8.0 EiB",
  })
  void sizesAreToldInUnitsOfPeople(long bytes, String text) {
    assertThat(ListingText.size(bytes)).isEqualTo(text);
  }

  private static List<String> names(Answer answer) {
    JsonArray entries =
        new JsonObject(new String(answer.text().getBytes(ISO_8859_1), UTF_8))
            .getJsonArray("entries");
    return IntStream.range(0, entries.size())
        .mapToObj(i -> entries.getJsonObject(i).getString("name"))
        .toList();
  }

  private Answer get(String path, String... headers) {
    return RawHttp.get(server.port(), path, headers);
  }

  private void write(String name, int size, String modified) throws IOException {
    Path file = root.resolve(name);
    Files.write(file, new byte[size]);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
  }
}
