package site.acme;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * @param direct hosts that are reached without it, and the domains they end
 * @param timeout of one exchange, answer included
 */
public record CaNetwork(Optional<URI> proxy, List<String> direct, Duration timeout) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

  /** As configured; what is not, as the environment of this process says. */
  public static CaNetwork of(AcmeConfig config) {
    boolean java = System.getProperty("https.proxyHost") != null;
    ProxyVariables variables = new ProxyVariables(java ? name -> null : System::getenv);
    return config.proxy().isPresent()
        ? new CaNetwork(config.proxy(), List.of(), config.timeout())
        : new CaNetwork(variables.proxy(), variables.direct(), config.timeout());
  }

  public HttpClient blockingClient(Authority authority) throws AcmeProblem {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
    builder.proxy(proxy.map(this::selector).orElseGet(ProxySelector::getDefault));
    proxy.map(URI::getUserInfo).ifPresent(user -> authenticate(builder, user));
    if (authority.root().isPresent()) {
      builder.sslContext(blockingTrust(authority.root().get()));
    }
    return builder.build();
  }

  private ProxySelector selector(URI through) {
    int port = through.getPort() < 0 ? 8080 : through.getPort();
    ProxySelector always = ProxySelector.of(new InetSocketAddress(through.getHost(), port));
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return isDirect(uri.getHost()) ? List.of(Proxy.NO_PROXY) : always.select(uri);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        always.connectFailed(uri, address, failure);
      }
    };
  }

  /** Whether a host is reached without the proxy. */
  boolean isDirect(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return direct.stream().anyMatch(d -> d.equals("*") || name.equals(d) || name.endsWith("." + d));
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
