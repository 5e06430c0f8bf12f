package site.acme;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import site.config.AcmeConfig;
import site.tls.CertificateProblem;
import site.tls.PemFiles;

/**
 * How authorities are reached.
 *
 * @param proxy with a user where it wants one; absent: as Java's system properties say
 * @param timeout of one exchange, answer included
 */
public record CaNetwork(Optional<URI> proxy, Duration timeout) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

  public static CaNetwork of(AcmeConfig config) {
    return new CaNetwork(config.proxy(), config.timeout());
  }

  public HttpClient blockingClient(Authority authority) throws AcmeProblem {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
    builder.proxy(proxy.map(CaNetwork::selector).orElseGet(ProxySelector::getDefault));
    proxy.map(URI::getUserInfo).ifPresent(user -> authenticate(builder, user));
    if (authority.root().isPresent()) {
      builder.sslContext(blockingTrust(authority.root().get()));
    }
    return builder.build();
  }

  private static ProxySelector selector(URI proxy) {
    int port = proxy.getPort() < 0 ? 8080 : proxy.getPort();
    return ProxySelector.of(new InetSocketAddress(proxy.getHost(), port));
  }

  private static void authenticate(HttpClient.Builder builder, String user) {
    // Java refuses to send a password to a proxy unless told otherwise before its first request.
    System.setProperty(TUNNELING, "");
    String[] parts = user.split(":", 2);
    char[] password = (parts.length == 2 ? parts[1] : "").toCharArray();
    builder.authenticator(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(parts[0], password);
          }
        });
  }

  private static SSLContext blockingTrust(Path root) throws AcmeProblem {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate certificate : PemFiles.blockingCertificates(root)) {
        store.setCertificateEntry("root" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (CertificateProblem e) {
      throw new AcmeProblem(AcmeFailure.local(e.getMessage()), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e); // every Java platform can
    }
  }
}
