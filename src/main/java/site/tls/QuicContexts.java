package site.tls;

import io.netty.handler.codec.quic.BoringSSLContextOption;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.net.InetAddress;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contexts of HTTP/3's TLS (RFC 9001), which is BoringSSL's within QUIC and has no bytes to
 * look at: it asks by server name, anew for each handshake, and gets the context of the identity
 * that holds for that name at present. A handshake cannot be held here, nor a client be asked for a
 * certificate: names that need the one or the other are refused, and their clients come by TCP.
 */
public final class QuicContexts {
  private static final Logger LOG = LoggerFactory.getLogger("tls");
  private static final String PROTOCOL = "h3";

  /** More certificates in use than this: all contexts are made anew as they are asked for. */
  private static final int MOST_CONTEXTS = 1_000;

  private final CertificateChooser chooser;
  private final Predicate<ClientHello> asksForCertificate;
  private final Optional<InetAddress> local;
  private final IdentityHashMap<Identity, QuicSslContext> byIdentity = new IdentityHashMap<>();

  QuicContexts(
      CertificateChooser chooser,
      Predicate<ClientHello> asksForCertificate,
      Optional<InetAddress> local) {
    this.chooser = chooser;
    this.asksForCertificate = asksForCertificate;
    this.local = local;
  }

  /**
   * Why HTTP/3 cannot be spoken in this process, in one sentence; empty where it can. The first
   * call loads the native library.
   */
  public static Optional<String> problem() {
    return Quic.isAvailable()
        ? Optional.empty()
        : Optional.of(
            "its native part does not load: " + TlsEngine.rootOf(Quic.unavailabilityCause()));
  }

  /** The context that every handshake begins with, before its server name is known. */
  QuicSslContext anyName() {
    return builder(new Shown(Optional.empty())).sni(this::named).build();
  }

  /**
   * Called on event loops.
   *
   * @param serverName null where the client sent none
   * @return null to refuse
   */
  private QuicSslContext named(String serverName) {
    Optional<String> name = Optional.ofNullable(serverName).map(n -> n.toLowerCase(Locale.ROOT));
    ClientHello hello = hello(name);
    return asksForCertificate.test(hello) ? null : chosen(hello).map(this::of).orElse(null);
  }

  private ClientHello hello(Optional<String> serverName) {
    return new ClientHello(
        serverName, List.of(PROTOCOL), Set.of(), Set.of(), local, Optional.empty());
  }

  private Optional<Identity> chosen(ClientHello hello) {
    try {
      CompletableFuture<Optional<Identity>> answer = chooser.choose(hello).toCompletableFuture();
      return answer.getNow(Optional.empty());
    } catch (RuntimeException e) {
      Throwable cause = e instanceof CompletionException ? e.getCause() : e;
      LOG.warn("no certificate for {}: {}", hello.serverName().orElse("-"), cause.toString());
      return Optional.empty();
    }
  }

  private synchronized QuicSslContext of(Identity identity) {
    if (byIdentity.size() >= MOST_CONTEXTS) {
      byIdentity.clear();
    }
    return byIdentity.computeIfAbsent(
        identity, shown -> builder(new Shown(Optional.of(shown))).build());
  }

  /** Early data stays off: what it carries can be replayed (RFC 8470 1). */
  private static QuicSslContextBuilder builder(ServerKeys keys) {
    return QuicSslContextBuilder.forServer(keys, null)
        .option(BoringSSLContextOption.GROUPS, TlsTerms.GROUPS.toArray(String[]::new))
        .trustManager(ChosenClients.INSTANCE)
        .applicationProtocols(PROTOCOL);
  }

  /** One identity; the key's algorithm serves as its alias. */
  private static final class Shown extends ServerKeys {
    private final Optional<Identity> identity;

    Shown(Optional<Identity> identity) {
      this.identity = identity;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      return credential(keyType).map(Credential::algorithm).orElse(null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return credential(alias).map(c -> c.chain().toArray(X509Certificate[]::new)).orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return credential(alias).map(Credential::key).orElse(null);
    }

    private Optional<Credential> credential(String algorithm) {
      return identity.flatMap(i -> i.withAlgorithm(algorithm));
    }
  }
}
