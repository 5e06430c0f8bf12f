package site.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The one place where handshakes meet certificates: looks at each ClientHello before the engine
 * does and lets a {@link CertificateChooser} decide.
 *
 * <p>A listener is built with {@link #keyCertOptions()} and {@link #engineOptions()} once; every
 * later change of certificates happens in the chooser and the next handshake has it. One seam
 * serves any number of listeners. Why it looks at the ClientHello: {@code src/doc/decisions.md},
 * "Certificates are chosen from the ClientHello".
 */
public final class TlsSeam {
  private final ChosenKeys keys = new ChosenKeys();
  private final Choices choices;

  public TlsSeam(CertificateChooser chooser, HoldLimits limits) {
    this.choices = new Choices(chooser, limits);
  }

  /** For {@code ServerSSLOptions.setKeyCertOptions}; its {@code sni} stays false. */
  public KeyCertOptions keyCertOptions() {
    return KeyCertOptions.wrap(keys);
  }

  /**
   * For {@code HttpServerBuilder.with(SSLEngineOptions)}: the JDK's TLS engine behind this seam.
   */
  public SSLEngineOptions engineOptions() {
    return new EngineOptions();
  }

  /**
   * The server name a connection was opened with, in lower case; empty when the client sent none.
   * It is that of this connection's own ClientHello, also when a session was resumed, so it can be
   * held against the authority of a request (RFC 9110 15.5.20).
   */
  public static Optional<String> serverName(HttpConnection connection) {
    return Optional.ofNullable(connection.indicatedServerName());
  }

  private final class EngineOptions extends JdkSSLEngineOptions {
    @Override
    public SslContextFactory sslContextFactory() {
      return new ContextFactory();
    }
  }

  private final class ContextFactory extends DefaultSslContextFactory {
    ContextFactory() {
      super(SslProvider.JDK, false);
    }

    /** Without it a listener that speaks HTTP/1.1 only would not answer ACME challenges. */
    @Override
    public SslContextFactory useAlpn(boolean wanted) {
      return super.useAlpn(true);
    }

    @Override
    public SslContextFactory applicationProtocols(List<String> protocols) {
      var all = new ArrayList<>(protocols == null ? List.of("http/1.1") : protocols);
      all.add(ClientHello.ACME_TLS); // last: only chosen when nothing else fits
      return super.applicationProtocols(all);
    }

    @Override
    public SslContext create() throws SSLException {
      return new Context(super.create());
    }
  }

  private final class Context extends DelegatingSslContext {
    Context(SslContext context) {
      super(context);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor tasks) {
      return new SeamHandler(choices, keys, newEngine(allocator), startTls, tasks);
    }

    @Override
    protected SslHandler newHandler(
        ByteBufAllocator allocator, String host, int port, boolean startTls, Executor tasks) {
      return new SeamHandler(choices, keys, newEngine(allocator, host, port), startTls, tasks);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // nothing to add: an engine gets its parameters from the choice
    }
  }
}
