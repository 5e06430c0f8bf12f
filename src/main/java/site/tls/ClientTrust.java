package site.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whose client certificates are believed, and whether there has to be one (RFC 5280 6, extended key
 * usage included). Asked at the handshake and again with requests, as a session that is resumed or
 * older than the last reload has shown its certificate to others.
 */
public final class ClientTrust {
  private static final int MOST_KNOWN = 1_000;
  private static final long KNOWN_FOR = Duration.ofMinutes(1).toNanos();

  private final X509TrustManager authorities;
  private final boolean required;
  private final LongSupplier nanos;

  /** Certificates to the time they were found right, the longest unused first. */
  private final Map<X509Certificate, Long> known = new LinkedHashMap<>(16, 0.75f, true);

  private ClientTrust(X509TrustManager authorities, boolean required, LongSupplier nanos) {
    this.authorities = authorities;
    this.required = required;
    this.nanos = nanos;
  }

  /**
   * Trusts what these authorities have issued.
   *
   * @param pem their certificates
   * @param nanos a clock that never goes back
   * @throws IllegalArgumentException when there is none, with a sentence why
   */
  public static ClientTrust of(String pem, boolean required, LongSupplier nanos) {
    List<Pem.Block> blocks =
        Pem.blocks(pem).stream().filter(block -> block.label().equals("CERTIFICATE")).toList();
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          "holds no certificate (expected PEM: -----BEGIN CERTIFICATE-----)");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Pem.Block block : blocks) {
        var in = new ByteArrayInputStream(block.bytes());
        String alias = Integer.toString(store.size());
        store.setCertificateEntry(
            alias, CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
      return new ClientTrust(manager(store), required, nanos);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("holds a damaged certificate", e);
    }
  }

  private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return Stream.of(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  public boolean isRequired() {
    return required;
  }

  /**
   * Returns where it is believed. What was right a minute ago is.
   *
   * @param chain the client's own first
   */
  public void verify(List<X509Certificate> chain) throws CertificateException {
    X509Certificate leaf = chain.get(0);
    long now = nanos.getAsLong();
    if (isKnown(leaf, now)) {
      return;
    }
    authorities.checkClientTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
    synchronized (known) {
      known.put(leaf, now);
      if (known.size() > MOST_KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  private boolean isKnown(X509Certificate leaf, long now) {
    synchronized (known) {
      Long since = known.get(leaf);
      return since != null && now - since < KNOWN_FOR;
    }
  }
}
