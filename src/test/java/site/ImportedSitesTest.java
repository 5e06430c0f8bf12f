package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import site.cli.Cli;
import site.importer.nginx.NginxImport;

/** What the importer writes is a configuration that passes {@code check} and serves its hosts. */
class ImportedSitesTest {
  /** Where the files of the machine are that an nginx configuration was written for. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?<=[ :{'\"])/(?:var|usr|srv|etc|home|run)/[^\\s,}'\"\\]]+");

  @TempDir Path home;

  @ParameterizedTest(name = "{0} {1}{2}")
  @CsvSource({
    "wordpress-and-more, blog.example.org, /a.css, 200",
    "wordpress-and-more, blog.example.org, /assets/a.css, 200",
    "wordpress-and-more, blog.example.org, /old/x, 301",
    "wordpress-and-more, blog.example.org, /go/x, 302",
    "wordpress-and-more, blog.example.org, /x/.htaccess, 403",
    "wordpress-and-more, blog.example.org, /admin/x, 403",
    "wordpress-and-more, unknown.example, /wp-login.php, 502",
    "maps-and-retries, api.example, /old/x, 301",
    "maps-and-retries, api.example, /admin/x, 403",
    "maps-and-retries, one.api.example, /v1, 301",
    "maps-and-retries, one.api.example, /nothing, 404",
    "flask-certbot, app.example.com, /static/a.css, 308",
    "flask-certbot, www.app.example.com, /, 308",
    "wordpress-hardened, blog.example, /, 200",
    "wordpress-hardened, www.blog.example, /a.css, 200",
    "wordpress-hardened, www.blog.example, /xmlrpc.php, 403",
    "wordpress-hardened, blog.example, /wp-admin/setup.php, 502",
    "wordpress-hardened, blog.example, /some/page, 502",
    "proxy-paths, p.example, /a, 301",
    "proxy-paths, p.example, /a/x, 502",
    "proxy-paths, p.example, /i/x, 502",
    "proxy-paths, p.example, /elsewhere, 404",
  })
  void hostsAnswerAsTheyWereMeantTo(String name, String host, String path, int status)
      throws IOException {
    Path file = Path.of("src/test/resources/site/importer/nginx", name + ".conf");
    String yaml = here(NginxImport.blockingRead(file).yaml());
    TestServer.write(home.resolve("config/site.yaml"), yaml);

    assertThat(checked()).as(yaml).isEmpty();
    try (TestServer server = TestServer.start("run", "--home", home.toString())) {
      assertThat(head(server.port(0), host, path)).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  /** On ports and in folders of the test's. */
  private String here(String yaml) throws IOException {
    String ports = yaml.replaceAll("address: ':\\d+'", "address: '127.0.0.1:0'");
    Matcher paths = ELSEWHERE.matcher(ports);
    StringBuilder here = new StringBuilder("tls: {mode: internal}\n");
    while (paths.find()) {
      Path path = home.resolve(paths.group().substring(1));
      put(path);
      paths.appendReplacement(here, Matcher.quoteReplacement(path.toString()));
    }
    return paths.appendTail(here).toString();
  }

  private static void put(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    String name = path.getFileName().toString();
    if (name.endsWith("htpasswd")) {
      Files.writeString(path, "ada:$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/\n");
    } else if (name.endsWith(".html")) {
      Files.writeString(path, "a page");
    } else if (!name.endsWith(".sock")) {
      Files.createDirectories(path);
      Files.writeString(path.resolve("index.html"), "index");
      Files.writeString(path.resolve("a.css"), "style");
    }
  }

  /** The errors {@code check} finds, each on a line. */
  private String checked() {
    StringWriter said = new StringWriter();
    CommandLine line = Cli.commandLine(launch -> 0).setErr(new PrintWriter(said));
    return line.execute("check", "--home", home.toString()) == 0 ? "" : said.toString();
  }

  private static String head(int port, String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      String request = "GET %s HTTP/1.1\r\nhost: %s\r\nconnection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(request.formatted(path, host).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
