package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.config.ActionConfig.FastCgi;
import site.config.TargetUrl.Protocol;
import site.proxy.Front.Settings;
import site.proxy.UwsgiIT.Way;

/** PHP under its own process manager, spoken to in FastCGI. */
class PhpIT {
  private static Vertx vertx;
  @TempDir static Path dir;
  private static Process php;
  private static int port;
  private static Path socket;

  @BeforeAll
  static void start() throws IOException {
    vertx = Vertx.vertx();
    port = ProxyActionTest.unused();
    socket = dir.resolve("php.sock");
    Path root = Files.createDirectories(dir.resolve("www/sub")).getParent();
    Files.writeString(root.resolve("index.php"), "<?php echo 'front ', $_SERVER['REQUEST_URI'];");
    Files.writeString(root.resolve("sub/index.php"), "<?php echo 'sub';");
    Files.writeString(root.resolve("who.php"), "<?php echo json_encode($_SERVER, 64);");
    Files.writeString(
        root.resolve("length.php"), "<?php echo strlen(file_get_contents('php://input'));");
    Files.writeString(
        root.resolve("form.php"),
        "<?php setcookie('a', '1'); setcookie('b', '2'); echo $_POST['x'];");
    Files.writeString(
        root.resolve("gone.php"), "<?php http_response_code(410); header('X-Word: yes');");
    Files.writeString(root.resolve("there.php"), "<?php header('Location: /here');");
    Files.writeString(root.resolve("empty.php"), "<?php http_response_code(204);");
    Files.writeString(
        root.resolve("rows.php"), "<?php for ($i = 0; $i < 100000; $i++) echo \"row $i\\n\";");
    Files.writeString(root.resolve("complain.php"), "<?php error_log('a word to the wise'); ?>ok");
    Files.writeString(
        dir.resolve("fpm.conf"),
        """
        [global]
        error_log = %1$s/fpm.log
        daemonize = no
        [tcp]
        listen = 127.0.0.1:%2$d
        pm = static
        pm.max_children = 2
        [unix]
        listen = %3$s
        pm = static
        pm.max_children = 2
        """
            .formatted(dir, port, socket));
    php =
        new ProcessBuilder(fpm().toString(), "-R", "-y", dir.resolve("fpm.conf").toString(), "-n")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("out.log").toFile())
            .start();
    Eventually.until("PHP listens", PhpIT::listens);
  }

  /** Debian has the version in the name. */
  private static Path fpm() throws IOException {
    try (Stream<Path> programs = Files.list(Path.of("/usr/sbin"))) {
      return programs
          .filter(program -> program.getFileName().toString().matches("php-fpm[0-9.]+"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean listens() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return Files.exists(socket) && probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    Front.await(vertx.close());
    php.destroy();
    assertThat(php.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private static Front front(Way way) {
    return front(way, Optional.empty());
  }

  private static Front front(Way way, Optional<String> controller) {
    FastCgi scripts = new FastCgi(Optional.of(dir.resolve("www")), "index.php", ".php", controller);
    Settings settings = Settings.PLAIN.protocol(Protocol.FASTCGI).fastcgi(scripts);
    return way == Way.TCP ? settings.before(vertx, port) : settings.before(vertx, socket);
  }

  private static HttpRequest.Builder request(Front front, String path) {
    return HttpRequest.newBuilder(URI.create(front.url(path))).version(HttpClient.Version.HTTP_1_1);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource
  void theScriptSeesTheRequest(Way way) throws Exception {
    try (Front front = front(way)) {

      HttpResponse<String> response =
          send(request(front, "/who.php/more/info?a=b").header("X-Word", "w"));

      assertThat(response.statusCode()).as(front.outcome().note()).isEqualTo(200);
      assertThat(response.body())
          .contains("\"REQUEST_METHOD\":\"GET\"", "\"QUERY_STRING\":\"a=b\"")
          .contains("\"REQUEST_URI\":\"/who.php/more/info?a=b\"", "\"SCRIPT_NAME\":\"/who.php\"")
          .contains("\"SCRIPT_FILENAME\":\"" + dir + "/www/who.php\"")
          .contains("\"DOCUMENT_ROOT\":\"" + dir + "/www\"", "\"PATH_INFO\":\"/more/info\"")
          .contains("\"DOCUMENT_URI\":\"/who.php/more/info\"", "\"REDIRECT_STATUS\":\"200\"")
          .contains("\"GATEWAY_INTERFACE\":\"CGI/1.1\"", "\"SERVER_PROTOCOL\":\"HTTP/1.1\"")
          .contains("\"REMOTE_ADDR\":\"127.0.0.1\"", "\"HTTP_X_WORD\":\"w\"")
          .contains("\"HTTP_HOST\":\"127.0.0.1:" + front.port() + '"');
    }
  }

  @ParameterizedTest
  @EnumSource
  void bodiesArriveWholeBothWays(Way way) throws Exception {
    byte[] body = new byte[3_000_000];
    try (Front front = front(way)) {

      String known =
          send(request(front, "/length.php").POST(BodyPublishers.ofByteArray(body))).body();
      String chunked =
          send(request(front, "/length.php")
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
              .body();
      String rows = send(request(front, "/rows.php")).body();

      assertThat(known).isEqualTo("3000000");
      assertThat(chunked).isEqualTo("3000000");
      assertThat(rows.lines()).hasSize(100_000).endsWith("row 99999");
    }
  }

  @Test
  void formsAndCookiesPass() throws Exception {
    try (Front front = front(Way.UNIX)) {

      HttpResponse<String> response =
          send(
              request(front, "/form.php")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString("x=yes")));

      assertThat(response.body()).isEqualTo("yes");
      assertThat(response.headers().allValues("set-cookie")).hasSize(2);
    }
  }

  @Test
  void statusAndRedirectsPass() throws Exception {
    try (Front front = front(Way.UNIX)) {
      HttpResponse<String> gone = send(request(front, "/gone.php"));

      assertThat(gone.statusCode()).isEqualTo(410);
      assertThat(gone.headers().firstValue("x-word")).hasValue("yes");
      assertThat(gone.headers().firstValue("status")).isEmpty();
      assertThat(send(request(front, "/there.php")).statusCode()).isEqualTo(302);
      assertThat(send(request(front, "/empty.php")).statusCode()).isEqualTo(204);
      assertThat(send(request(front, "/missing.php")).statusCode()).isEqualTo(404);
      assertThat(send(request(front, "/rows.php").method("HEAD", BodyPublishers.noBody())).body())
          .isEmpty();
    }
  }

  @Test
  void foldersHaveAnIndexUnlessOneScriptAnswersAll() throws Exception {
    try (Front folders = front(Way.UNIX);
        Front controller = front(Way.UNIX, Optional.of("/index.php"))) {

      assertThat(send(request(folders, "/sub/")).body()).isEqualTo("sub");
      assertThat(send(request(controller, "/2026/post/")).body()).isEqualTo("front /2026/post/");
      assertThat(send(request(controller, "/who.php")).body()).contains("\"SCRIPT_NAME\":\"/who");
    }
  }

  @Test
  void whatAScriptComplainsAboutIsLogged() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Logger log = Logger.getLogger(ErrorLines.class.getName());
    Handler handler = new Collector(lines);
    log.addHandler(handler);
    try (Front front = front(Way.UNIX)) {

      String body = send(request(front, "/complain.php")).body();

      assertThat(body).isEqualTo("ok");
      Eventually.until(
          "it is logged", () -> lines.stream().anyMatch(l -> l.contains("a word to the wise")));
    } finally {
      log.removeHandler(handler);
    }
  }

  @Test
  void aConnectionServesManyRequests() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (Front front = front(Way.TCP)) {

      for (int i = 0; i < 50; i++) {
        HttpResponse<String> response =
            client.send(request(front, "/length.php").build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(front.outcome().note()).isEqualTo(200);
      }

      assertThat(front.target().failures()).isZero();
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    }
  }

  private static final class Collector extends Handler {
    private final List<String> lines;

    Collector(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
