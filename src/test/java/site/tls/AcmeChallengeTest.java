package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static site.tls.TestIdentities.leaf;

import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcmeChallengeTest {
  TlsEngine engine() {
    return TlsEngine.JDK;
  }

  private static final Identity ORDINARY = TestIdentities.elliptic("one.example");
  private static final Identity CHALLENGE = TestIdentities.elliptic("one.example");
  private static final CertificateChooser WITH_CHALLENGE =
      hello ->
          CompletableFuture.completedStage(
              Optional.of(hello.isAcmeChallenge() ? CHALLENGE : ORDINARY));

  @Test
  void theChallengeIsShownAndTheConnectionClosedBeforeHttp() throws Exception {
    try (var server = SeamServer.with(engine(), WITH_CHALLENGE)) {

      try (SSLSocket socket = new TlsClient(server.port()).connect("one.example", "acme-tls/1")) {

        assertThat(socket.getApplicationProtocol()).isEqualTo("acme-tls/1");
        assertThat(TlsClient.certificate(socket)).isEqualTo(leaf(CHALLENGE));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(server.connections()).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslSeesTheChallengeToo(String version) throws Exception {
    try (var server = SeamServer.with(engine(), WITH_CHALLENGE)) {

      String seen =
          Openssl.handshake(server.port(), "-servername one.example -alpn acme-tls/1 " + version);

      assertThat(seen)
          .contains("ALPN protocol: acme-tls/1")
          .contains(Pem.encode("CERTIFICATE", leaf(CHALLENGE).getEncoded()));
    }
  }

  @Test
  void aClientThatAlsoSpeaksHttpGetsTheOrdinaryCertificate() throws Exception {
    try (var server = SeamServer.with(engine(), WITH_CHALLENGE)) {

      try (SSLSocket socket =
          new TlsClient(server.port()).connect("one.example", "acme-tls/1", "http/1.1")) {

        assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        assertThat(TlsClient.certificate(socket)).isEqualTo(leaf(ORDINARY));
        assertThat(TlsClient.request(socket, "one.example")).isEqualTo("one.example");
      }
    }
  }

  @Test
  void withoutChallengeTheStoreRefuses() throws Exception {
    var table = CertificateTable.builder().add(ORDINARY.names(), ORDINARY).build();
    try (var server = SeamServer.with(engine(), table)) {
      var client = new TlsClient(server.port());

      assertThatThrownBy(() -> client.connect("one.example", "acme-tls/1"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("unrecognized_name");
      assertThat(client.certificate("one.example")).isEqualTo(leaf(ORDINARY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void withoutChallengeOpensslSeesAnAlertAndNoCertificate(String version) throws Exception {
    var table = CertificateTable.builder().add(ORDINARY.names(), ORDINARY).build();
    try (var server = SeamServer.with(engine(), table)) {

      String seen =
          Openssl.handshake(server.port(), "-servername one.example -alpn acme-tls/1 " + version);

      assertThat(seen).contains("alert number 112").contains("no peer certificate");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aListenerThatSpeaksOnlyHttp1AnswersChallenges() throws Exception {
    try (var server =
        SeamServer.speaking(engine(), WITH_CHALLENGE, "TLSv1.3", HttpVersion.HTTP_1_1)) {

      try (SSLSocket socket = new TlsClient(server.port()).connect("one.example", "acme-tls/1")) {

        assertThat(TlsClient.certificate(socket)).isEqualTo(leaf(CHALLENGE));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }
}
