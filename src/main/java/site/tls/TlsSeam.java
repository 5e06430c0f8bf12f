package site.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.TrustManagerFactoryWrapper;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The one place where handshakes meet certificates: looks at each ClientHello before the engine
 * does and lets a {@link CertificateChooser} decide.
 *
 * <p>A listener is built with {@link #keyCertOptions()} and {@link #engineOptions} once; every
 * later change of certificates happens in the chooser and the next handshake has it. One seam
 * serves any number of listeners. Why it looks at the ClientHello: {@code src/doc/decisions.md},
 * "Certificates are chosen from the ClientHello".
 */
public final class TlsSeam {
  private final ChosenKeys keys = new ChosenKeys();
  private final CertificateChooser chooser;
  private final Choices choices;

  public TlsSeam(CertificateChooser chooser, HoldLimits limits) {
    this.chooser = chooser;
    this.choices = new Choices(chooser, limits);
  }

  /** For {@code ServerSSLOptions.setKeyCertOptions}; its {@code sni} stays false. */
  public KeyCertOptions keyCertOptions() {
    return KeyCertOptions.wrap(keys);
  }

  /** For {@code HttpServerBuilder.with(SSLEngineOptions)}: a TLS engine behind this seam. */
  public SSLEngineOptions engineOptions(TlsEngine engine) {
    return engine == TlsEngine.JDK ? new JdkOptions() : new BoringOptions();
  }

  /**
   * The TLS of one HTTP/3 listener, with the same certificates. Only where {@link
   * QuicContexts#problem} has none.
   *
   * @param local where it listens; empty for all addresses
   */
  public QuicSslContext quicContext(Optional<InetAddress> local) {
    return new QuicContexts(chooser, choices::asksForCertificate, local).anyName();
  }

  /**
   * The server name a connection was opened with, in lower case; empty when the client sent none.
   * It is that of this connection's own ClientHello, also when a session was resumed, so it can be
   * held against the authority of a request (RFC 9110 15.5.20).
   */
  public static Optional<String> serverName(HttpConnection connection) {
    return Optional.ofNullable(connection.indicatedServerName());
  }

  /** From the next handshake on, who has to show a certificate is decided by this. */
  public void swapClients(Function<ClientHello, Optional<ClientTrust>> next) {
    choices.swapClients(next);
  }

  /**
   * The certificates that the client of a connection has shown, its own first; none where it showed
   * none. Whoever relies on them asks a {@link ClientTrust}.
   */
  public static List<X509Certificate> clientChain(HttpConnection connection) {
    SSLSession session = connection.sslSession();
    if (session == null) {
      return List.of();
    }
    try {
      return Stream.of(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException none) {
      return List.of();
    }
  }

  private final class JdkOptions extends JdkSSLEngineOptions {
    @Override
    public SslContextFactory sslContextFactory() {
      return new ContextFactory(
          new DefaultSslContextFactory(SslProvider.JDK, false)
              .useAlpn(true)
              .trustManagerFactory(new TrustManagerFactoryWrapper(ChosenClients.INSTANCE)));
    }
  }

  private final class BoringOptions extends OpenSSLEngineOptions {
    @Override
    public SslContextFactory sslContextFactory() {
      return new ContextFactory(new BoringContexts());
    }
  }

  /** Puts the seam around the contexts another factory makes. */
  private final class ContextFactory implements SslContextFactory {
    private final SslContextFactory factory;
    private List<String> protocols = List.of();

    ContextFactory(SslContextFactory factory) {
      this.factory = factory;
    }

    @Override
    public SslContextFactory forServer(ClientAuth clientAuth) {
      factory.forServer(clientAuth);
      return this;
    }

    @Override
    public SslContextFactory enabledProtocols(Set<String> versions) {
      factory.enabledProtocols(versions);
      return this;
    }

    @Override
    public SslContextFactory enabledCipherSuites(Set<String> suites) {
      factory.enabledCipherSuites(suites);
      return this;
    }

    @Override
    public SslContextFactory keyMananagerFactory(KeyManagerFactory keys) {
      factory.keyMananagerFactory(keys);
      return this;
    }

    @Override
    public SslContextFactory applicationProtocols(List<String> offered) {
      protocols = Stream.concat(spoken(offered), Stream.of(ClientHello.ACME_TLS)).toList();
      factory.applicationProtocols(protocols);
      return this;
    }

    /** A listener that speaks HTTP/1.1 only negotiates, too, or it could not be challenged. */
    private static Stream<String> spoken(List<String> offered) {
      return offered == null ? Stream.of("http/1.1") : offered.stream();
    }

    @Override
    public SslContext create() throws SSLException {
      return new Context(factory.create(), protocols);
    }
  }

  private final class Context extends DelegatingSslContext {
    private final List<String> protocols;

    Context(SslContext context, List<String> protocols) {
      super(context);
      this.protocols = protocols;
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor tasks) {
      return handler(newEngine(allocator), startTls, tasks);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, String host, int port, boolean startTls, Executor tasks) {
      return handler(newEngine(allocator, host, port), startTls, tasks);
    }

    private SslHandler handler(SSLEngine engine, boolean startTls, Executor tasks) {
      return new SeamHandler(choices, keys, protocols, engine, startTls, tasks);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // nothing to add: an engine gets its parameters from the choice
    }
  }
}
