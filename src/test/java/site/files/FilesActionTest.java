package site.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.SettableClock;
import site.config.ActionConfig;
import site.config.ActionConfig.Files.CacheControl;
import site.http.BareServer;
import site.http.Exchange;
import site.http.RawHttp;
import site.http.RawHttp.Answer;

class FilesActionTest {
  private static final Instant WRITTEN = Instant.parse("2026-05-26T14:16:06.5Z");
  private static final String WRITTEN_DATE = "Tue, 26 May 2026 14:16:06 GMT";

  @TempDir Path root;

  /** Some time after the files were written, so that they are settled. */
  private final SettableClock clock = new SettableClock(Instant.now().plusSeconds(10));

  private BareServer server;

  @BeforeEach
  void aSmallSite() throws IOException {
    write("hello.txt", "0123456789");
    write("index.html", "<h1>home</h1>");
    write("docs/index.html", "<h1>docs</h1>");
    write("empty/readme.txt", "");
    write(".hidden", "hidden");
    write("app.html", "<h1>app</h1>");
    server = serve(config(List.of("index.html"), null, null, false));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsAFileWithAllThatIsKnownOfIt() {
    Answer answer = get("/hello.txt");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("0123456789");
    assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.header("content-length")).isEqualTo("10");
    assertThat(answer.header("last-modified")).isEqualTo(WRITTEN_DATE);
    assertThat(answer.header("etag")).matches("\"[\\w-]{20}\"");
    assertThat(answer.header("accept-ranges")).isEqualTo("bytes");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.headers()).doesNotContainKeys("cache-control", "content-range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/hello.txt", "/empty/readme.txt", "/docs/"})
  void answersHeadLikeGetButForTheContent(String path) {
    Answer get = get(path);
    Answer head = RawHttp.send(server.port(), "HEAD", path);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(head.text()).isEmpty();
    assertThat(get.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE"})
  void onlyReads(String method) {
    Answer answer = RawHttp.send(server.port(), method, "/hello.txt");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void tellsWhatCanBeDone() {
    Answer answer = RawHttp.send(server.port(), "OPTIONS", "/hello.txt");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404",
    "/.hidden, 404",
    "/empty/, 404",
    "/empty, 404",
    "/hello.txt/, 404",
    "/docs%2Findex.html, 404",
    "/, 200",
    "/docs/, 200",
  })
  void findsOrNot(String path, int status) {
    assertThat(get(path).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, /docs/",
    "/docs?a=b&c, /docs/?a=b&c",
    "/d%6Fcs, /d%6Fcs/",
  })
  void leadsToTheSlashBehindADirectory(String path, String location) {
    Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.header("location")).isEqualTo(location);
    assertThat(answer.header("content-length")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "/site/docs, 301, /site/docs/",
    "/site/docs?q, 301, /site/docs/?q",
    "/site, 301, /site/",
    "/site/, 200,",
    "/site/docs/, 200,",
    "/site/hello.txt, 200,",
  })
  void knowsThePathTheClientSeesBehindAStrippedPrefix(String path, int status, String location) {
    server.close();
    server =
        serve(
            config(List.of("index.html"), null, null, false),
            clock,
            x -> x.see(x.path().below("/site"), "/site"));

    Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("location")).isEqualTo(location);
  }

  @Test
  void doesNotRedirectARewrittenPathInCircles() {
    server.close();
    server =
        serve(
            config(List.of("index.html"), null, null, false),
            clock,
            x -> x.see(BareServer.path("/docs"), ""));

    assertThat(get("/manual/").text()).isEqualTo("<h1>docs</h1>");
    assertThat(get("/manual").header("location")).isEqualTo("/manual/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=2-4 | bytes 2-4/10 | 234",
        "bytes=7- | bytes 7-9/10 | 789",
        "bytes=-2 | bytes 8-9/10 | 89",
        "bytes=0-99 | bytes 0-9/10 | 0123456789",
      })
  void sendsAPart(String range, String contentRange, String content) {
    Answer answer = get("/hello.txt", "range: " + range);

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo(content);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.header("content-range")).isEqualTo(contentRange);
    assertThat(answer.header("etag")).isEqualTo(get("/hello.txt").header("etag"));
  }

  @Test
  void refusesAPartThatIsNotThere() {
    Answer answer = get("/hello.txt", "range: bytes=10-");

    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("content-range")).isEqualTo("bytes */10");
    assertThat(answer.headers()).doesNotContainKeys("etag", "accept-ranges");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,4-2", "bytes=4-2", "lines=1-2"})
  void ignoresARangeThatDoesNotCount(String range) {
    Answer answer = get("/hello.txt", "range: " + range);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("0123456789");
  }

  @Test
  void sendsNoPartOfAHeadRequest() {
    Answer answer = RawHttp.send(server.port(), "HEAD", "/hello.txt", "range: bytes=2-4");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-length")).isEqualTo("10");
  }

  @Test
  void sendsAPartOnlyOfTheStateTheClientHas() {
    String etag = get("/hello.txt").header("etag");

    assertThat(get("/hello.txt", "range: bytes=2-4", "if-range: " + etag).text()).isEqualTo("234");
    assertThat(get("/hello.txt", "range: bytes=2-4", "if-range: \"other\"").status())
        .isEqualTo(200);
    assertThat(get("/hello.txt", "range: bytes=2-4", "if-range: " + WRITTEN_DATE).status())
        .isEqualTo(206);
  }

  @Test
  void saysThatNothingIsNew() {
    server.close();
    server = serve(config(List.of(), null, "public, max-age=60", false));
    String etag = get("/hello.txt").header("etag");

    for (String condition :
        List.of(
            "if-none-match: " + etag,
            "if-none-match: \"x\", W/" + etag,
            "if-none-match: \"x\"\r\nif-none-match: " + etag,
            "if-modified-since: " + WRITTEN_DATE)) {
      Answer answer = get("/hello.txt", condition);

      assertThat(answer.status()).as(condition).isEqualTo(304);
      assertThat(answer.text()).isEmpty();
      assertThat(answer.header("etag")).isEqualTo(etag);
      assertThat(answer.header("last-modified")).isEqualTo(WRITTEN_DATE);
      assertThat(answer.header("cache-control")).isEqualTo("public, max-age=60");
      assertThat(answer.headers()).doesNotContainKeys("content-type", "content-length");
    }
  }

  @Test
  void failsAPreconditionThatDoesNotHold() {
    assertThat(get("/hello.txt", "if-match: \"other\"").status()).isEqualTo(412);
    assertThat(get("/hello.txt", "if-unmodified-since: Mon, 01 Jan 2024 00:00:00 GMT").status())
        .isEqualTo(412);
  }

  @Test
  void answersWithTheFallbackWhatIsNotThere() {
    server.close();
    server = serve(config(List.of(), "/app.html", null, false));

    assertThat(get("/some/view?x").text()).isEqualTo("<h1>app</h1>");
    assertThat(get("/.hidden").text()).isEqualTo("<h1>app</h1>");
    assertThat(get("/docs").text()).isEqualTo("<h1>app</h1>");
    assertThat(get("/hello.txt").text()).isEqualTo("0123456789");
  }

  @Test
  void showsHiddenFilesWhenAskedTo() {
    server.close();
    server = serve(config(List.of(), null, null, true));

    assertThat(get("/.hidden").text()).isEqualTo("hidden");
  }

  @Test
  void comparesWithTheDiskOnceASecond() throws IOException {
    String before = get("/hello.txt").header("etag");
    write("hello.txt", "9876543210");

    assertThat(get("/hello.txt").text()).isEqualTo("0123456789");

    clock.pass(Duration.ofSeconds(1));
    Answer after = get("/hello.txt");
    assertThat(after.text()).isEqualTo("9876543210");
    assertThat(after.header("etag")).isNotEqualTo(before);

    Files.delete(root.resolve("hello.txt"));
    clock.pass(Duration.ofSeconds(1));
    assertThat(get("/hello.txt").status()).isEqualTo(404);
  }

  @Test
  void vouchesForNoDateWhileAWriteMayGoUnseen() throws IOException {
    server.close();
    var now = new SettableClock(Instant.now());
    server = serve(config(List.of(), null, null, false), now, x -> {});
    write("fresh.txt", "first");
    FileTime time = Files.getLastModifiedTime(root.resolve("fresh.txt"));
    Answer fresh = get("/fresh.txt");

    Files.writeString(root.resolve("fresh.txt"), "other");
    Files.setLastModifiedTime(root.resolve("fresh.txt"), time);
    now.pass(Duration.ofSeconds(1));
    Answer other = get("/fresh.txt");
    now.pass(Duration.ofSeconds(10));
    Answer settled = get("/fresh.txt");

    assertThat(fresh.headers()).containsKey("etag").doesNotContainKey("last-modified");
    assertThat(other.text()).isEqualTo("other");
    assertThat(other.header("etag")).isNotEqualTo(fresh.header("etag"));
    assertThat(settled.headers()).containsKey("last-modified");
    assertThat(settled.header("etag")).isEqualTo(other.header("etag"));
  }

  @Test
  void tagsTheSameContentAlikeAfterARestartAndUnderAnotherName() throws IOException {
    String etag = get("/hello.txt").header("etag");
    server.close();
    write("copy.txt", "0123456789");
    server = serve(config(List.of(), null, null, false));

    assertThat(get("/hello.txt").header("etag")).isEqualTo(etag);
    assertThat(get("/copy.txt").header("etag")).isEqualTo(etag);
  }

  @Test
  void doesNotWaitForAFifo() throws Exception {
    new ProcessBuilder("mkfifo", root.resolve("fifo.txt").toString()).start().waitFor();

    assertThat(Files.exists(root.resolve("fifo.txt"))).isTrue();
    assertThat(get("/fifo.txt").status()).isEqualTo(404);
  }

  @Test
  void refusesWhatItMayNotRead() throws IOException {
    Assumptions.assumeFalse(System.getProperty("user.name").equals("root"), "root reads all");
    Files.setPosixFilePermissions(
        root.resolve("hello.txt"), PosixFilePermissions.fromString("---------"));

    assertThat(get("/hello.txt").status()).isEqualTo(403);
  }

  private Answer get(String path, String... headers) {
    return RawHttp.get(server.port(), path, headers);
  }

  private BareServer serve(ActionConfig.Files config) {
    return serve(config, clock, x -> {});
  }

  private static BareServer serve(
      ActionConfig.Files config, Clock clock, Consumer<Exchange> prepare) {
    Vertx vertx = Vertx.vertx();
    var action = new FilesAction(vertx, config, PieceMemory.SHARED, clock);
    return BareServer.start(vertx, new HttpServerOptions(), action, prepare);
  }

  private ActionConfig.Files config(
      List<String> index, String fallback, String cacheControl, boolean hidden) {
    return new ActionConfig.Files(
        root,
        index,
        Optional.ofNullable(fallback),
        false,
        false,
        cacheControl == null ? List.of() : List.of(new CacheControl("/*", cacheControl)),
        hidden);
  }

  private void write(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    if (!name.startsWith("fresh")) {
      Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }
  }
}
