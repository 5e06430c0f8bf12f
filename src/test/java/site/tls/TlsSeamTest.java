package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSeamTest {
  private static final Identity ONE = TestIdentities.elliptic("one.example");
  private static final Identity TWO = TestIdentities.elliptic("two.example", "*.two.example");

  private static CertificateTable.Builder oneAndTwo() {
    return CertificateTable.builder().add(ONE.names(), ONE).add(TWO.names(), TWO);
  }

  @ParameterizedTest
  @CsvSource({
    "one.example, -tls1_2, one.example",
    "one.example, -tls1_3, one.example",
    "TWO.example, -tls1_2, two.example",
    "a.two.example, -tls1_3, two.example",
  })
  void everyNameGetsItsCertificate(String name, String version, String expected) throws Exception {
    try (var server = SeamServer.with(oneAndTwo().build())) {

      var shown =
          Processes.run(
              ("openssl s_client -connect 127.0.0.1:%d -servername %s %s"
                      .formatted(server.port(), name, version))
                  .split(" "));

      assertThat(shown.output()).contains("Verification error", "New, TLSv1");
      assertThat(new TlsClient(server.port()).certificate(name))
          .isEqualTo(expected.equals("one.example") ? leaf(ONE) : leaf(TWO));
    }
  }

  @Test
  void clientsWithoutServerNameGetTheCertificateOfTheAddressTheyReached() throws Exception {
    Identity address = TestIdentities.elliptic("127.0.0.1");
    var table = oneAndTwo().add(address.names(), address).defaultName("one.example").build();
    try (var server = SeamServer.with(table)) {

      var certificate = new TlsClient(server.port()).certificate("");

      assertThat(certificate).isEqualTo(leaf(address));
    }
  }

  @Test
  void unknownNamesAreRefusedWithTheRightAlert() throws Exception {
    try (var server = SeamServer.with(oneAndTwo().build())) {
      var client = new TlsClient(server.port());

      assertThatThrownBy(() -> client.connect("three.example"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("unrecognized_name");
      assertThat(client.certificate("one.example")).isEqualTo(leaf(ONE));
    }
  }

  private static java.security.cert.X509Certificate leaf(Identity identity) {
    return identity.credentials().get(0).leaf();
  }
}
