package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static site.tls.TestIdentities.leaf;

import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsSeamTest {
  TlsEngine engine() {
    return TlsEngine.JDK;
  }

  private static final Identity ONE = TestIdentities.elliptic("one.example");
  private static final Identity TWO = TestIdentities.elliptic("two.example", "*.two.example");

  private static CertificateTable.Builder oneAndTwo() {
    return CertificateTable.builder().add(ONE.names(), ONE).add(TWO.names(), TWO);
  }

  @ParameterizedTest
  @CsvSource({
    "one.example,   -tls1_2, one.example",
    "ONE.example,   -tls1_3, one.example",
    "two.example,   -tls1_2, two.example",
    "a.two.example, -tls1_3, two.example",
  })
  void everyNameGetsItsCertificate(String name, String version, String owner) throws Exception {
    try (var server = SeamServer.with(engine(), oneAndTwo().build())) {

      String seen = Openssl.handshake(server.port(), "-servername " + name + " " + version);
      X509Certificate shown = new TlsClient(server.port()).certificate(name);

      Identity expected = owner.equals("one.example") ? ONE : TWO;
      assertThat(seen).contains(Pem.encode("CERTIFICATE", leaf(expected).getEncoded()));
      assertThat(shown).isEqualTo(leaf(expected));
    }
  }

  @Test
  void clientsWithoutServerNameGetTheCertificateOfTheAddressTheyReached() throws Exception {
    Identity address = TestIdentities.elliptic("127.0.0.1");
    var table = oneAndTwo().add(address.names(), address).defaultName("one.example").build();
    try (var server = SeamServer.with(engine(), table)) {

      X509Certificate shown = new TlsClient(server.port()).certificate("");

      assertThat(shown).isEqualTo(leaf(address));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void unknownNamesAreRefusedWithTheRightAlert(String version) throws Exception {
    try (var server = SeamServer.with(engine(), oneAndTwo().build())) {

      String seen = Openssl.handshake(server.port(), "-servername three.example " + version);

      assertThat(seen).contains("alert number 112").contains("no peer certificate");
      assertThat(new TlsClient(server.port()).certificate("one.example")).isEqualTo(leaf(ONE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void clientsWithoutServerNameAreRefusedWhenNothingIsMeantForThem(String version)
      throws Exception {
    try (var server = SeamServer.with(engine(), oneAndTwo().build())) {

      String seen = Openssl.handshake(server.port(), "-noservername " + version);

      assertThat(seen).contains("alert number 40").contains("no peer certificate");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_3,                                              ECDSA",
    "-tls1_3 -sigalgs RSA-PSS+SHA256:ECDSA+SHA256,         ECDSA",
    "-tls1_3 -sigalgs RSA-PSS+SHA256,                      RSA-PSS",
    "-tls1_2,                                              ECDSA",
    "-tls1_2 -sigalgs RSA-PSS+SHA256:ECDSA+SHA256,         ECDSA",
    "-tls1_2 -sigalgs RSA+SHA256,                          RSA",
    "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256,          RSA-PSS",
  })
  void anIdentityWithTwoKeysShowsRsaOnlyToClientsThatNeedIt(String options, String signature)
      throws Exception {
    Identity both = TestIdentities.rsa("one.example").and(ONE);
    try (var server =
        SeamServer.with(engine(), CertificateTable.builder().add(both.names(), both).build())) {

      String seen = Openssl.handshake(server.port(), "-servername one.example " + options);

      assertThat(seen).contains("Peer signature type: " + signature + "\n");
    }
  }

  @Test
  void oldProtocolVersionsAreRefused() throws Exception {
    var store = new CertificateStore(oneAndTwo().build());
    try (var server = SeamServer.speaking(engine(), store, "TLSv1.3", HttpVersion.HTTP_2)) {

      String old = Openssl.handshake(server.port(), "-servername one.example -tls1_2");
      String current = Openssl.handshake(server.port(), "-servername one.example -tls1_3");

      assertThat(old).contains("alert number 70");
      assertThat(current).contains("New, TLSv1.3");
    }
  }

  @ParameterizedTest
  @CsvSource({"h2, h2", "'http/1.1', http/1.1", "'h2,http/1.1', h2", "'acme-tls/1,h2', h2"})
  void theApplicationProtocolIsNegotiated(String offered, String chosen) throws Exception {
    try (var server = SeamServer.with(engine(), oneAndTwo().build())) {

      try (SSLSocket socket =
          new TlsClient(server.port()).connect("one.example", offered.split(","))) {

        assertThat(socket.getApplicationProtocol()).isEqualTo(chosen);
        assertThat(TlsClient.certificate(socket)).isEqualTo(leaf(ONE));
      }
    }
  }

  @Test
  void unknownApplicationProtocolsAreRefused() throws Exception {
    try (var server = SeamServer.with(engine(), oneAndTwo().build())) {
      var client = new TlsClient(server.port());

      assertThatThrownBy(() -> client.connect("one.example", "imap"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("no_application_protocol");
    }
  }

  @Test
  void requestsKnowTheServerNameOfTheirConnection() throws Exception {
    try (var server = SeamServer.with(engine(), oneAndTwo().defaultName("one.example").build())) {
      var client = new TlsClient(server.port());

      try (SSLSocket named = client.connect("A.two.example");
          SSLSocket nameless = client.connect("")) {

        assertThat(TlsClient.request(named, "other.example")).isEqualTo("a.two.example");
        assertThat(TlsClient.request(nameless, "other.example")).isEqualTo("no server name");
      }
    }
  }

  @Test
  void http2RequestsKnowTheServerNameOfTheirConnection() throws Exception {
    Identity localhost = TestIdentities.elliptic("localhost");
    var table = CertificateTable.builder().add(localhost.names(), localhost).build();
    try (var server = SeamServer.with(engine(), table)) {
      var client = HttpClient.newBuilder().sslContext(TlsClient.trustingEverybody()).build();
      var uri = URI.create("https://localhost:" + server.port());

      var response = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).isEqualTo("localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void sessionsAreResumedUnderTheSameName(String version, @TempDir Path directory)
      throws Exception {
    try (var server = SeamServer.with(engine(), oneAndTwo().build())) {
      String options = version + " -sess_%s " + directory.resolve("session") + " -servername ";
      String first = Openssl.request(server.port(), options.formatted("out") + "one.example");

      String again = Openssl.request(server.port(), options.formatted("in") + "one.example");

      assertThat(first).contains("New, TLSv1").contains("200 OK");
      assertThat(again).contains("Reused, TLSv1").contains("one.example");
    }
  }

  @Test
  void aHundredCertificatesAreToldApart() throws Exception {
    Map<String, Identity> identities = new HashMap<>();
    var table = CertificateTable.builder();
    for (int i = 0; i < 100; i++) {
      String name = "site%d.example".formatted(i);
      identities.put(name, TestIdentities.elliptic(name));
      table.add(identities.get(name).names(), identities.get(name));
    }
    try (var server = SeamServer.with(engine(), table.build())) {
      var client = new TlsClient(server.port());

      for (var expected : identities.entrySet()) {
        assertThat(client.certificate(expected.getKey())).isEqualTo(leaf(expected.getValue()));
      }
    }
  }
}
