package site.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/**
 * Makes the contexts of BoringSSL. Vert.x' own factory does without key exchange groups and without
 * session tickets there, and offers the root certificates of Java to clients.
 */
final class BoringContexts implements SslContextFactory {
  private KeyManagerFactory keys;
  private Set<String> versions = Set.of();
  private Set<String> cipherSuites = Set.of();
  private List<String> protocols = List.of();

  @Override
  public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
    keys = factory;
    return this;
  }

  @Override
  public SslContextFactory enabledProtocols(Set<String> enabled) {
    versions = enabled;
    return this;
  }

  @Override
  public SslContextFactory enabledCipherSuites(Set<String> enabled) {
    cipherSuites = enabled;
    return this;
  }

  @Override
  public SslContextFactory applicationProtocols(List<String> offered) {
    protocols = offered;
    return this;
  }

  @Override
  public SslContext create() throws SSLException {
    SslContext context =
        SslContextBuilder.forServer(keys)
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(ChosenClients.INSTANCE)
            .protocols(versions)
            .ciphers(cipherSuites)
            .option(OpenSslContextOption.GROUPS, TlsTerms.GROUPS.toArray(String[]::new))
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    protocols))
            .build();
    // Given no keys, BoringSSL makes them and changes them every two days, the last one kept valid.
    ((OpenSslSessionContext) context.sessionContext()).setTicketKeys();
    return context;
  }
}
