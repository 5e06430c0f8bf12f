package site.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.SettableClock;
import site.config.ActionConfig;
import site.http.BareServer;
import site.http.RawHttp;
import site.http.RawHttp.Answer;
import site.http.coding.Coding;
import site.http.coding.Decoded;

/** The same file in the codings it may be sent in, and in several parts. */
class FileFormsTest {
  private static final String TEXT = "the same words again and again\n".repeat(100);
  private static final Instant WRITTEN = Instant.parse("2026-05-26T14:16:06.5Z");

  @TempDir Path root;

  private final SettableClock clock = new SettableClock(Instant.now().plusSeconds(10));
  private BareServer server;

  @BeforeEach
  void files() throws IOException {
    write("page.html", TEXT, WRITTEN);
    write("index.html", TEXT, WRITTEN);
    write("small.txt", "tiny", WRITTEN);
    write("noise.bin", TEXT, WRITTEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, br, zstd    | zstd",
        "gzip, br          | br",
        "gzip;q=1, br;q=.5 | gzip",
        "zstd;q=0, *       | br",
        "identity          |",
        "deflate           |",
      })
  void siblingsAreSentToThoseWhoAcceptThem(String accept, String coding) throws IOException {
    write("page.html.zst", "zstd of it", WRITTEN);
    write("page.html.br", "br of it", WRITTEN);
    write("page.html.gz", "gzip of it", WRITTEN);
    serve(Roots.precompressed(root), List.of());

    Answer answer = get("/page.html", "accept-encoding: " + accept);

    assertThat(answer.header("content-encoding")).isEqualTo(coding);
    assertThat(answer.text()).isEqualTo(coding == null ? TEXT : coding + " of it");
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("vary")).isEqualTo("accept-encoding");
  }

  @Test
  void eachSiblingHasItsOwnTagAndPartsOfItsOwn() throws IOException {
    write("page.html.br", "br of it", WRITTEN);
    serve(Roots.precompressed(root), List.of());
    String plain = get("/page.html").header("etag");

    Answer coded = get("/page.html", "accept-encoding: br");
    String etag = coded.header("etag");
    Answer part = get("/page.html", "accept-encoding: br", "range: bytes=0-1", "if-range: " + etag);

    assertThat(etag).isNotEqualTo(plain).startsWith("\"");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo("br");
    assertThat(part.header("content-encoding")).isEqualTo("br");
    assertThat(part.header("content-range")).isEqualTo("bytes 0-1/8");
    assertThat(get("/page.html", "accept-encoding: br", "if-none-match: " + plain).status())
        .isEqualTo(200);
    Answer unchanged = get("/page.html", "accept-encoding: br", "if-none-match: " + etag);
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.header("vary")).isEqualTo("accept-encoding");
  }

  @Test
  void aSiblingOlderThanItsFileIsIgnored() throws IOException {
    write("page.html.br", "br of it", WRITTEN.minusSeconds(1));
    serve(Roots.precompressed(root), List.of());

    Answer answer = get("/page.html", "accept-encoding: br");

    assertThat(answer.text()).isEqualTo(TEXT);
    assertThat(answer.headers()).doesNotContainKeys("content-encoding", "vary");
  }

  @Test
  void anIndexHasSiblingsTooAndASiblingAloneIsNoFile() throws IOException {
    write("index.html.gz", "gzip of it", WRITTEN);
    write("alone.html.gz", "gzip of nothing", WRITTEN);
    serve(Roots.precompressed(root), List.of());

    assertThat(get("/", "accept-encoding: gzip").text()).isEqualTo("gzip of it");
    assertThat(get("/alone.html", "accept-encoding: gzip").status()).isEqualTo(404);
    assertThat(get("/alone.html.gz").header("content-encoding")).isNull();
  }

  @Test
  void siblingsThatComeAndGoAreSeenWithinASecond() throws IOException {
    serve(Roots.precompressed(root), List.of());
    assertThat(get("/page.html", "accept-encoding: br").text()).isEqualTo(TEXT);

    write("page.html.br", "br of it", WRITTEN);
    clock.pass(Duration.ofSeconds(1));
    assertThat(get("/page.html", "accept-encoding: br").text()).isEqualTo("br of it");
    assertThat(get("/page.html").header("vary")).isEqualTo("accept-encoding");

    Files.delete(root.resolve("page.html.br"));
    clock.pass(Duration.ofSeconds(1));
    assertThat(get("/page.html", "accept-encoding: br").text()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd"})
  void smallFilesAreCompressedOnceAndKeptWithTagLengthAndParts(String coding) {
    serve(Roots.plain(root), Coding.ALL);
    String accept = "accept-encoding: " + coding;

    Answer answer = get("/page.html", accept);
    Answer again = get("/page.html", accept);
    String etag = answer.header("etag");

    assertThat(answer.header("content-encoding")).isEqualTo(coding);
    assertThat(answer.isComplete()).isTrue();
    assertThat(Decoded.all(coding, answer.text().getBytes(ISO_8859_1)))
        .isEqualTo(TEXT.getBytes(ISO_8859_1));
    assertThat(again).isEqualTo(answer);
    assertThat(etag).startsWith("\"").isNotEqualTo(get("/page.html").header("etag"));
    assertThat(get("/page.html", accept, "if-none-match: " + etag).status()).isEqualTo(304);
    assertThat(get("/page.html", accept, "range: bytes=0-9", "if-range: " + etag).text())
        .isEqualTo(answer.text().substring(0, 10));
    assertThat(RawHttp.send(server.port(), "HEAD", "/page.html", accept).headers())
        .isEqualTo(answer.headers());
  }

  @Test
  void aVariantGoesWithItsFile() throws IOException {
    serve(Roots.plain(root), Coding.ALL);
    get("/page.html", "accept-encoding: gzip");
    String other = TEXT.replace("words", "WORDS");

    write("page.html", other, WRITTEN);
    clock.pass(Duration.ofSeconds(1));
    Answer answer = get("/page.html", "accept-encoding: gzip");

    assertThat(Decoded.all("gzip", answer.text().getBytes(ISO_8859_1)))
        .isEqualTo(other.getBytes(ISO_8859_1));
  }

  @Test
  void nothingIsBelievedAfterLookingAgain() throws IOException {
    var action = serve(Roots.plain(root), Coding.ALL);
    get("/page.html", "accept-encoding: gzip");
    get("/page.html");

    write("page.html", "changed", WRITTEN);
    action.lookAgain();
    clock.pass(Duration.ofMillis(1));

    assertThat(get("/page.html", "accept-encoding: gzip").text()).isEqualTo("changed");
    assertThat(get("/page.html").text()).isEqualTo("changed");
  }

  @ParameterizedTest
  @CsvSource({"/small.txt,true", "/noise.bin,false"})
  void whatGainsNothingIsSentAsItIs(String path, boolean varies) {
    serve(Roots.plain(root), Coding.ALL);

    Answer answer = get(path, "accept-encoding: gzip");

    assertThat(answer.headers()).doesNotContainKey("content-encoding");
    assertThat(answer.headers().containsKey("vary")).isEqualTo(varies);
  }

  @Test
  void severalPartsCarryTheirPlaceAndType() {
    serve(Roots.plain(root), List.of());

    Answer answer = get("/page.html", "range: bytes=0-2, 10-12, -3");

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.headers()).doesNotContainKey("content-range");
    String type = answer.header("content-type");
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = "--" + type.substring(type.indexOf('=') + 1);
    String size = "/" + TEXT.length();
    int end = TEXT.length();
    assertThat(answer.text().split("\r\n" + boundary, -1))
        .containsExactly(
            "",
            part("bytes 0-2" + size, TEXT.substring(0, 3)),
            part("bytes 10-12" + size, TEXT.substring(10, 13)),
            part("bytes " + (end - 3) + "-" + (end - 1) + size, TEXT.substring(end - 3)),
            "--\r\n");
  }

  @Test
  void partsOfALargeFileArriveEachInItsPlace() throws IOException {
    byte[] content = new byte[1_000_000];
    new java.util.Random(3).nextBytes(content);
    Files.write(root.resolve("large.bin"), content);
    serve(Roots.plain(root), List.of());

    Answer answer = get("/large.bin", "range: bytes=5-300004,500000-500009,999990-");

    String text = new String(content, ISO_8859_1);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.text())
        .contains("bytes 5-300004/1000000\r\n\r\n" + text.substring(5, 300_005) + "\r\n--")
        .contains("bytes 500000-500009/1000000\r\n\r\n" + text.substring(500_000, 500_010))
        .contains("bytes 999990-999999/1000000\r\n\r\n" + text.substring(999_990) + "\r\n--");
  }

  private static String part(String range, String content) {
    return "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Range: "
        + range
        + "\r\n\r\n"
        + content;
  }

  private Answer get(String path, String... headers) {
    return RawHttp.get(server.port(), path, headers);
  }

  private FilesAction serve(ActionConfig.Files config, List<Coding> offered) {
    Vertx vertx = Vertx.vertx();
    var action = new FilesAction(vertx, config, PieceMemory.SHARED, clock);
    server = BareServer.start(vertx, new HttpServerOptions(), action, x -> x.codings(offered));
    return action;
  }

  private void write(String name, String content, Instant modified) throws IOException {
    Path file = root.resolve(name);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
