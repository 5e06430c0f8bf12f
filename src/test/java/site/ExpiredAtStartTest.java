package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import site.acme.Pebble;

/** A server that comes back after its certificate has expired. */
@SuppressWarnings("try") // servers that only have to be there
class ExpiredAtStartTest extends WithAcmeSite {
  private static final String NAME = "www.example.com";

  @Test
  void anExpiredCertificateIsServedForWantOfABetterOneAndRenewedAtOnce() throws Exception {
    Pebble.Behaviour mortal =
        new Pebble.Behaviour(http, https).with("\"certificateValidityPeriod\": 4");
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), mortal)) {
      String yaml = yaml(pebble, "http-01", NAME);
      X509Certificate old;
      try (TestServer server = TestServer.start(home, yaml)) {
        Await.until(() -> answersTrusted(pebble, NAME));
        pebble.freeze();
      }
      old = stored();
      Await.until(() -> Instant.now().isAfter(old.getNotAfter().toInstant()));
      try (TestServer server = TestServer.start(home, yaml)) {
        X509Certificate served = shown();
        pebble.thaw();

        assertThat(served).isEqualTo(old);
        Await.until(() -> answersTrusted(pebble, NAME));
      }
    }
  }

  /** The newest on disk, which may have come while the server stopped. */
  private X509Certificate stored() throws Exception {
    try (InputStream in =
        Files.newInputStream(home.resolve("data/tls/live/" + NAME + "/cert.pem"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private X509Certificate shown() throws Exception {
    SSLContext credulous = SSLContext.getInstance("TLS");
    credulous.init(null, new TrustManager[] {new TrustsAll()}, null);
    try (SSLSocket socket = handshake(credulous, NAME)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
