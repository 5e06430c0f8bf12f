package site.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session of one name offered under another. Java's engine declines it; BoringSSL leaves that to
 * the client (RFC 8446 4.6.1), and the request is held against its own name in either case.
 */
class ForeignSessionTest {
  private static final Identity ONE = TestIdentities.elliptic("one.example");
  private static final Identity TWO = TestIdentities.elliptic("two.example");

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void javasEngineBeginsANewOne(String version, @TempDir Path directory) throws Exception {
    assertThat(underTheOtherName(TlsEngine.JDK, version, directory))
        .contains("New, TLSv1")
        .contains("two.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void theConnectionIsKnownByItsOwnNameWhateverWasResumed(String version, @TempDir Path directory)
      throws Exception {
    assertThat(underTheOtherName(TlsEngine.best(), version, directory)).contains("\n\ntwo.example");
  }

  private static String underTheOtherName(TlsEngine engine, String version, Path directory)
      throws Exception {
    var table = CertificateTable.builder().add(ONE.names(), ONE).add(TWO.names(), TWO).build();
    try (var server = SeamServer.with(engine, table)) {
      String options = version + " -sess_%s " + directory.resolve("session") + " -servername ";
      Openssl.request(server.port(), options.formatted("out") + "one.example");
      return Openssl.request(server.port(), options.formatted("in") + "two.example")
          .replace("\r", "");
    }
  }
}
