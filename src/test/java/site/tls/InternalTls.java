package site.tls;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS of a test's own server, with a certificate of an authority like the jar's. */
public final class InternalTls {
  private InternalTls() {}

  /**
   * What the server speaks with.
   *
   * @param authority the authority's folder
   * @param name what the certificate is for
   */
  public static SSLContext context(Path authority, String name) throws Exception {
    Credential credential =
        InternalCa.blockingOpen(authority, Clock.systemUTC())
            .blockingIssue(Set.of(name))
            .credentials()
            .get(0);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", credential.key(), new char[0], credential.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
