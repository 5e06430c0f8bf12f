package site;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Sites that ask for client certificates beside one that does not, on one listener. */
@ParameterizedClass
@CsvSource({"jdk, TLSv1.3", "jdk, TLSv1.2", "boringssl, TLSv1.3", "boringssl, TLSv1.2"})
class ClientCertificatesTest {
  @Parameter(0)
  private String engine;

  @Parameter(1)
  private String version;

  @TempDir Path home;
  private static ClientKeys keys;
  private static ClientKeys others;
  private LocalServer upstream;
  private TestServer server;

  @BeforeAll
  static void issue(@TempDir Path directory) throws Exception {
    keys = new ClientKeys(directory.resolve("keys"));
    keys.issue("ada");
    keys.issue("server", "serverAuth");
    others = new ClientKeys(directory.resolve("others"));
    others.issue("bob");
  }

  @BeforeEach
  void start() throws Exception {
    Files.copy(keys.authority(), home.resolve("ca.pem"));
    upstream = LocalServer.echo();
    server = TestServer.start(home, configuration());
  }

  private String configuration() {
    return """
        listeners: [{ address: "127.0.0.1:0", tls: true }, { address: "127.0.0.1:0" }]
        tls: { engine: %s }
        log: { access: { to: access.log, format: "$remote_user|$status" } }
        sites:
          - hosts: [must.localhost]
            https-redirect: false
            client-certificates: { ca: ca.pem, header: X-Client }
            routes: [{ proxy: ["%s"] }]
          - hosts: [may.localhost]
            client-certificates: { ca: ca.pem, mode: request, header: X-Client }
            routes: [{ proxy: ["%2$s"] }]
          - hosts: [open.localhost]
            routes: [{ respond: { body: open } }]
        """
        .formatted(engine, upstream.url());
  }

  @AfterEach
  void stop() {
    server.close();
    upstream.close();
  }

  private SSLSocket connect(SSLContext client, String serverName) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            client
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port(0));
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {version});
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** The whole answer, or why there is none. */
  private String get(SSLContext client, String host) {
    try (SSLSocket socket = connect(client, host)) {
      return get(socket, host);
    } catch (IOException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static String get(SSLSocket socket, String host) throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nX-Client: root\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return answer(socket.getInputStream());
  }

  private static String answer(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("closed after " + head);
      }
      head.write(octet);
    }
    String text = head.toString(US_ASCII);
    int length = Integer.parseInt(text.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
    return text + new String(in.readNBytes(length), US_ASCII);
  }

  private String log() {
    try {
      return Files.readString(home.resolve("access.log"));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void whoShowsOneGetsInAndIsNamed() throws Exception {
    for (String host : List.of("must.localhost", "may.localhost")) {
      String answer = get(keys.showing("ada"), host);

      assertThat(answer).startsWith("HTTP/1.1 200").contains("x-client: CN=ada,O=Example");
      assertThat(answer).doesNotContain("root").contains("alt-svc: clear").doesNotContain("h3=");
    }
    Await.until(() -> log().equals("CN=ada,O=Example|200\n".repeat(2)));
  }

  @Test
  void whoShowsNoneGetsInOnlyWhereItIsNotRequired() throws Exception {
    assertThat(get(ClientKeys.showingNothing(), "must.localhost")).startsWith("refused");
    assertThat(get(ClientKeys.showingNothing(), "may.localhost"))
        .startsWith("HTTP/1.1 200")
        .doesNotContainIgnoringCase("x-client");
    assertThat(get(ClientKeys.showingNothing(), "open.localhost")).contains("open");
  }

  @Test
  void oneOfAnotherAuthorityOrForAnotherUseIsNotBelieved() throws Exception {
    for (String host : List.of("must.localhost", "may.localhost")) {
      assertThat(get(others.showing("bob"), host)).startsWith("refused");
      assertThat(get(keys.showing("server"), host)).startsWith("refused");
    }
    assertThat(get(others.showing("bob"), "open.localhost")).contains("open");
  }

  @Test
  void aConnectionForAnotherSiteIsMisdirected() throws Exception {
    try (SSLSocket open = connect(keys.showing("ada"), "open.localhost");
        SSLSocket may = connect(keys.showing("ada"), "may.localhost")) {

      assertThat(get(open, "open.localhost")).startsWith("HTTP/1.1 200");
      assertThat(get(open, "must.localhost")).startsWith("HTTP/1.1 421");
      assertThat(get(may, "must.localhost")).startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void withoutTlsNobodyHasACertificate() throws Exception {
    String answer =
        LocalServer.raw(server.port(1), "GET / HTTP/1.1\r\nHost: must.localhost\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 403");
  }

  @Test
  void aSessionOfAnotherSiteIsNoWayAround() throws Exception {
    openssl("-servername open.localhost -sess_out session", "open.localhost");

    String answer = openssl("-servername must.localhost -sess_in session", "must.localhost");

    assertThat(home.resolve("session")).exists();
    assertThat(answer).doesNotContain("200 OK");
  }

  @Test
  void noSessionOutlivesTheTrustInItsCertificate() throws Exception {
    String shown = " -cert %1$s/ada.pem -key %1$s/ada.key".formatted(keys.authority().getParent());
    String first =
        openssl("-servername must.localhost -sess_out session" + shown, "must.localhost");
    assertThat(first).contains("200 OK", "x-client: CN=ada,O=Example");
    Files.copy(others.authority(), home.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);

    server.reload();

    String again = openssl("-servername must.localhost -sess_in session" + shown, "must.localhost");
    assertThat(again).doesNotContain("200 OK");
    assertThat(get(others.showing("bob"), "must.localhost")).contains("x-client: CN=bob");
  }

  /** One request by {@code s_client}; everything that comes of it. */
  private String openssl(String options, String host) throws Exception {
    String connect = "s_client -ign_eof -connect 127.0.0.1:" + server.port(0);
    String fixed = version.equals("TLSv1.3") ? " -tls1_3 " : " -tls1_2 ";
    return ClientKeys.openssl(
        home,
        "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n",
        (connect + fixed + options).split(" "));
  }

  @Test
  void aReloadHoldsForConnectionsThatAreOpen() throws Exception {
    try (SSLSocket socket = connect(keys.showing("ada"), "must.localhost")) {
      assertThat(get(socket, "must.localhost")).startsWith("HTTP/1.1 200");
      Files.copy(others.authority(), home.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);

      server.reload();

      assertThat(get(socket, "must.localhost")).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void authoritiesThatMakeNoSenseChangeNothing() throws Exception {
    Files.writeString(home.resolve("ca.pem"), "nonsense");

    assertThatThrownBy(() -> server.reload()).hasMessageContaining("holds no certificate");

    assertThat(get(keys.showing("ada"), "must.localhost")).startsWith("HTTP/1.1 200");
  }
}
