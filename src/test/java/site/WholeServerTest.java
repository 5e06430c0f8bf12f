package site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration promises, seen through real sockets. */
class WholeServerTest {
  @TempDir Path home;

  @BeforeEach
  void writePages() {
    TestServer.write(home.resolve("webroot/index.html"), "<h1>home</h1>");
    TestServer.write(home.resolve("webroot/missing.html"), "<h1>not here</h1>");
  }

  @Test
  void withoutRoutesOfItsOwnItServesTheWebroot() throws Exception {
    try (TestServer server = TestServer.start(home, "listeners: [{ address: '127.0.0.1:0' }]\n")) {
      HttpResponse<String> page = server.get(0, "/");

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).isEqualTo("<h1>home</h1>");
      assertThat(page.headers().firstValue("date")).isPresent();
      assertThat(page.headers().firstValue("x-request-id")).isPresent();
    }
  }

  @Test
  void theFirstMatchingRouteAnswersAndErrorsHaveTheSitesPages() throws Exception {
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        sites:
          - hosts: ["*"]
            errors: { 404: webroot/missing.html }
            routes:
              - { path: /ping, respond: { status: 200, body: pong } }
              - { path: "/old/*", redirect: { to: "/new/{rest}", status: 308 } }
              - { path: "/only-get", methods: [GET], respond: { status: 204 } }
              - { path: "/private/*", allow: [192.0.2.0/24], respond: { status: 200, body: secret } }
              - path: /files/*
                strip-prefix: /files
                headers: { response: { x-frame-options: DENY } }
                files: { root: webroot }
        """;
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(server.get(0, "/ping").body()).isEqualTo("pong");
      assertThat(server.get(0, "/old/a/b?c=d").headers().firstValue("location"))
          .contains("/new/a/b?c=d");
      assertThat(server.get(0, "/private/x").statusCode()).isEqualTo(403);
      HttpResponse<String> file = server.get(0, "/files/index.html");
      assertThat(file.body()).isEqualTo("<h1>home</h1>");
      assertThat(file.headers().firstValue("x-frame-options")).contains("DENY");
      HttpResponse<String> missing = server.get(0, "/nowhere");
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(
              server
                  .send(
                      HttpRequest.newBuilder(server.url("http", 0, "/nowhere"))
                          .header("accept", "text/html"))
                  .body())
          .isEqualTo("<h1>not here</h1>");
      HttpResponse<String> wrongMethod =
          server.send(HttpRequest.newBuilder(server.url("http", 0, "/only-get")).DELETE());
      assertThat(wrongMethod.statusCode()).isEqualTo(405);
      assertThat(wrongMethod.headers().firstValue("allow")).contains("GET, HEAD");
    }
  }

  @Test
  void sitesAreChosenByHostAndAnUnknownOneIsMisdirected() throws Exception {
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        sites:
          - hosts: [a.example]
            routes: [{ path: "/*", respond: { status: 200, body: a } }]
          - hosts: ["*.b.example"]
            routes: [{ path: "/*", respond: { status: 200, body: b } }]
        """;
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(raw(server.port(0), "GET / HTTP/1.1\r\nhost: a.example\r\n")).endsWith("a");
      assertThat(raw(server.port(0), "GET / HTTP/1.1\r\nhost: X.B.Example:80\r\n")).endsWith("b");
      assertThat(raw(server.port(0), "GET / HTTP/1.1\r\nhost: c.example\r\n"))
          .startsWith("HTTP/1.1 421 ");
      assertThat(raw(server.port(0), "GET / HTTP/1.1\r\n")).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void requestsThatCannotBeReadAreRefusedInWords() throws Exception {
    String yaml = "listeners: [{ address: '127.0.0.1:0' }]\nlimits: { header-size: 4KiB }\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      int port = server.port(0);

      assertThat(raw(port, "GET / HTTP/1.1\r\nhost: a\r\nx: " + "y".repeat(5000) + "\r\n"))
          .startsWith("HTTP/1.1 431 ");
      assertThat(raw(port, "GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nhost: a\r\n"))
          .startsWith("HTTP/1.0 414 ")
          .containsOnlyOnce("HTTP/1.")
          .contains("the request line is too long");
      assertThat(raw(port, "GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 3, 3\r\n"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(raw(port, "GET /%zz HTTP/1.1\r\nhost: a\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(server.get(0, "/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void plainRequestsAreRedirectedAndTlsAnswersInBothVersions() throws Exception {
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:0", tls: true }]
        sites:
          - hosts: [localhost]
            hsts: 30d
            routes: [{ path: "/*", files: { root: webroot } }]
        """;
    try (TestServer server = TestServer.start(home, yaml)) {
      HttpResponse<String> h2 =
          server
              .client(HttpClient.Version.HTTP_2)
              .send(
                  HttpRequest.newBuilder(server.url("https", 1, "/")).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(h2.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(h2.body()).isEqualTo("<h1>home</h1>");
      assertThat(h2.headers().firstValue("strict-transport-security"))
          .hasValueSatisfying(value -> assertThat(value).contains("max-age=2592000"));
      assertThat(server.getTls(1, "/").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      HttpResponse<String> redirect = server.get(0, "/a?b=c");
      assertThat(redirect.statusCode()).isEqualTo(308);
      assertThat(redirect.headers().firstValue("location"))
          .hasValueSatisfying(
              to -> assertThat(to).startsWith("https://localhost").endsWith("/a?b=c"));
    }
  }

  @Test
  void whereAPortIsMappedClientsAreSentToTheOneOutside() throws Exception {
    int https = Ports.free();
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:%d", tls: true }]
        tls: { acme: { https_port: %d } }
        sites:
          - hosts: [localhost]
            routes: [{ path: "/*", respond: { status: 200, body: mine } }]
        """
            .formatted(https, https);
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(server.get(0, "/a").headers().firstValue("location"))
          .contains("https://localhost/a");
    }
  }

  @Test
  void aConnectionMadeForOneSiteDoesNotReachAnother() throws Exception {
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0", tls: true }]
        sites:
          - hosts: [localhost, other.localhost]
            routes: [{ path: "/*", respond: { status: 200, body: mine } }]
          - hosts: [secret.localhost]
            routes: [{ path: "/*", respond: { status: 200, body: secret } }]
        """;
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(overTls(server, "localhost", "localhost")).endsWith("mine");
      assertThat(overTls(server, "localhost", "other.localhost")).endsWith("mine");
      assertThat(overTls(server, "localhost", "secret.localhost")).startsWith("HTTP/1.1 421 ");
      assertThat(overTls(server, "secret.localhost", "secret.localhost")).endsWith("secret");
    }
  }

  @Test
  void aTrustedProxyIsBelievedAndAStrangerIsNot() throws Exception {
    HttpServer origin =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          byte[] seen =
              exchange
                  .getRequestHeaders()
                  .get("X-Forwarded-For")
                  .toString()
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, seen.length);
          exchange.getResponseBody().write(seen);
          exchange.close();
        });
    origin.start();
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        trusted-proxies: [%s]
        sites:
          - hosts: ["*"]
            routes: [{ path: "/*", proxy: ["http://127.0.0.1:%d"] }]
        """;
    int port = origin.getAddress().getPort();
    try (TestServer server = TestServer.start(home, yaml.formatted("127.0.0.0/8", port))) {
      String request = "GET / HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 192.0.2.7\r\n";

      assertThat(raw(server.port(0), request)).contains("[192.0.2.7, 127.0.0.1]");
      server.reload(yaml.formatted("10.0.0.0/8", port));
      assertThat(raw(server.port(0), request)).contains("[127.0.0.1]");
    } finally {
      origin.stop(0);
    }
  }

  @Test
  void aUnixSocketHasItsModeAndReplacesAStaleOne() throws Exception {
    Path socket = home.resolve("run/http.sock");
    Files.createDirectories(socket.getParent());
    java.nio.channels.ServerSocketChannel stale =
        java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    stale.bind(UnixDomainSocketAddress.of(socket));
    stale.close();
    String yaml = "listeners: [{ address: 'unix:" + socket + "', mode: '0600' }]\n";

    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(server.reload()).contains("revision 2");
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        channel.write(
            ByteBuffer.wrap(
                "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
        String answer =
            new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("<h1>home</h1>");
      }
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void severalEventLoopsShareAListener() throws Exception {
    try (TestServer server = TestServer.start(home, "listeners: [{ address: '127.0.0.1:0' }]\n")) {
      for (int i = 0; i < 8; i++) {
        assertThat(raw(server.port(0), "GET / HTTP/1.1\r\nhost: a\r\n")).endsWith("<h1>home</h1>");
      }
      Set<String> loops = new java.util.TreeSet<>();
      Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getName)
          .filter(name -> name.startsWith("vert.x-eventloop-thread-"))
          .forEach(loops::add);
      assertThat(loops).hasSizeGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void contentNobodyReadsDoesNotPoisonTheConnection() throws Exception {
    try (TestServer server = TestServer.start(home, "listeners: [{ address: '127.0.0.1:0' }]\n");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      byte[] body = new byte[100_000];

      out.write(
          ("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: " + body.length + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.write(
          "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));

      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(List.of(answers.split("HTTP/1.1 ")))
          .satisfiesExactly(
              nothing -> assertThat(nothing).isEmpty(),
              refused -> assertThat(refused).startsWith("405 "),
              served -> assertThat(served).startsWith("200 ").endsWith("<h1>home</h1>"));
    }
  }

  private static String raw(int port, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return exchange(socket, head);
    }
  }

  private static String overTls(TestServer server, String serverName, String host)
      throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            TestServer.trusting(server.root())
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port(0))) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
      socket.setSSLParameters(parameters);
      return exchange(socket, "GET / HTTP/1.1\r\nhost: " + host + "\r\n");
    }
  }

  private static String exchange(Socket socket, String head) throws IOException {
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write((head + "connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
