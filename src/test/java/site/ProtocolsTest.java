package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protocol versions, address families and certificates of listeners. */
class ProtocolsTest {
  @TempDir Path home;

  @BeforeEach
  void writePage() {
    TestServer.write(home.resolve("webroot/index.html"), "home");
  }

  @Test
  void aPlainListenerSpeaksHttp2ToThoseWhoAsk() throws Exception {
    try (TestServer server = TestServer.start(home, "listeners: [{ address: '127.0.0.1:0' }]\n")) {
      HttpResponse<String> answer =
          server
              .client(HttpClient.Version.HTTP_2)
              .send(
                  HttpRequest.newBuilder(server.url("http", 0, "/")).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo("home");
    }
  }

  @Test
  void aListenerForHttp1OnlySpeaksNothingElse() throws Exception {
    String yaml = "listeners: [{ address: '127.0.0.1:0', protocols: [h1] }]\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      HttpResponse<String> answer =
          server
              .client(HttpClient.Version.HTTP_2)
              .send(
                  HttpRequest.newBuilder(server.url("http", 0, "/")).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void http10ClientsAreServedAndTheirConnectionsClosed() throws Exception {
    try (TestServer server = TestServer.start(home, "listeners: [{ address: '127.0.0.1:0' }]\n");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer).contains(" 200 ").endsWith("home");
    }
  }

  @Test
  void everyAddressMeansBothFamilies() throws Exception {
    assumeThat(machineHasIpv6()).isTrue();
    try (TestServer server = TestServer.start(home, "listeners: [{ address: ':0' }]\n")) {
      for (String host : new String[] {"127.0.0.1", "[::1]"}) {
        URI url = URI.create("http://" + host + ":" + server.port(0) + "/");
        assertThat(server.send(HttpRequest.newBuilder(url)).body()).isEqualTo("home");
      }
    }
  }

  @Test
  void aNewCertificateIsServedAfterAReloadAndOldConnectionsGoOn() throws Exception {
    makeCertificate("first");
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0", tls: true }]
        tls:
          certificates: [{ names: [localhost], certificate: certs/a.pem, key: certs/a.key }]
        sites: [{ hosts: [localhost], routes: [{ path: "/*", files: { root: webroot } }] }]
        """;
    try (TestServer server = TestServer.start(home, yaml)) {
      HttpClient old =
          HttpClient.newBuilder()
              .sslContext(TestServer.trusting(home.resolve("certs/a.pem")))
              .build();
      assertThat(subject(old, server)).contains("O=first");

      makeCertificate("second");
      server.reload();

      assertThat(subject(old, server)).as("the connection that was open").contains("O=first");
      HttpClient fresh =
          HttpClient.newBuilder()
              .sslContext(TestServer.trusting(home.resolve("certs/a.pem")))
              .build();
      assertThat(subject(fresh, server)).contains("O=second");
    }
  }

  private String subject(HttpClient client, TestServer server) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(server.url("https", 0, "/")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("home");
    X509Certificate leaf =
        (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
    return leaf.getSubjectX500Principal().getName();
  }

  private void makeCertificate(String organisation) throws Exception {
    Files.createDirectories(home.resolve("certs"));
    Process openssl =
        new ProcessBuilder(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3"
                    .concat(" -subj /O=" + organisation)
                    .concat(" -addext subjectAltName=DNS:localhost")
                    .concat(" -keyout certs/new.key -out certs/new.pem")
                    .split(" ", -1))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(openssl.waitFor()).isZero();
    for (String kind : new String[] {"key", "pem"}) {
      Files.move(
          home.resolve("certs/new." + kind),
          home.resolve("certs/a." + kind),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean machineHasIpv6() throws IOException {
    try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
      return all.flatMap(NetworkInterface::inetAddresses).anyMatch(Inet6Address.class::isInstance);
    }
  }
}
