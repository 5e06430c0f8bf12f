package site.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECKey;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * What was decided for one handshake. It travels in the engine's parameters as the matcher of
 * server names, the one place that a channel handler and a key manager both reach through public
 * interfaces. As a matcher it also makes the engine answer a refused name with {@code
 * unrecognized_name}, and not resume a session under another name (RFC 6066 3).
 */
final class Choice extends SNIMatcher {
  /** RFC 5289 5, RFC 7905 2: AES-128-GCM, AES-256-GCM, ChaCha20-Poly1305. */
  private static final Set<Integer> ECDSA_SUITES = Set.of(0xc02b, 0xc02c, 0xcca9);

  private final String handshake;
  private final Optional<ClientHello> hello;
  private final Optional<Identity> identity;
  private final Optional<ClientTrust> clients;

  /**
   * Decides.
   *
   * @param handshake unique
   * @param hello empty when it could not be read
   * @param identity empty to refuse
   * @param clients empty to ask for no client certificate
   */
  Choice(
      String handshake,
      Optional<ClientHello> hello,
      Optional<Identity> identity,
      Optional<ClientTrust> clients) {
    super(StandardConstants.SNI_HOST_NAME);
    this.handshake = handshake;
    this.hello = hello;
    this.identity = identity;
    this.clients = clients;
  }

  /** The choice this engine was given; empty before its ClientHello was seen. */
  static Optional<Choice> of(SSLEngine engine) {
    return Stream.ofNullable(engine.getSSLParameters().getSNIMatchers())
        .flatMap(Collection::stream)
        .filter(Choice.class::isInstance)
        .map(Choice.class::cast)
        .findFirst();
  }

  void giveTo(SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setSNIMatchers(List.of(this));
    clients.ifPresent(trust -> ask(parameters, trust));
    engine.setSSLParameters(parameters);
    if (clients.isPresent() && engine instanceof ReferenceCountedOpenSslEngine boring) {
      // It would resume a session of a site that asks for none; Java's engine declines that.
      SSL.setOptions(boring.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
  }

  private static void ask(SSLParameters parameters, ClientTrust trust) {
    if (trust.isRequired()) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(true);
    }
  }

  Optional<ClientTrust> clients() {
    return clients;
  }

  String handshake() {
    return handshake;
  }

  Optional<String> serverName() {
    return hello.flatMap(ClientHello::serverName);
  }

  @Override
  public boolean matches(SNIServerName name) {
    String text = new String(name.getEncoded(), StandardCharsets.ISO_8859_1);
    return identity.isPresent() && serverName().equals(Optional.of(text.toLowerCase(Locale.ROOT)));
  }

  Optional<ClientHello> hello() {
    return hello;
  }

  boolean isRefused() {
    return identity.isEmpty();
  }

  /** The credential with this key algorithm, {@code EC} or {@code RSA}. */
  Optional<Credential> credential(String algorithm) {
    return identity.flatMap(i -> i.withAlgorithm(algorithm));
  }

  /** The algorithm of the key to show: an elliptic curve where the client can do with it. */
  Optional<String> keyAlgorithm() {
    Optional<String> elliptic =
        credential("EC").filter(this::clientVerifies).map(Credential::algorithm);
    return elliptic.or(
        () -> identity.map(i -> i.credentials().get(i.credentials().size() - 1).algorithm()));
  }

  private boolean clientVerifies(Credential elliptic) {
    int scheme = signatureScheme((ECKey) elliptic.key());
    return hello
        .filter(h -> h.cipherSuites().stream().anyMatch(Choice::isForElliptic))
        .filter(h -> h.signatureSchemes().contains(scheme))
        .isPresent();
  }

  /** All suites of TLS 1.3 (RFC 8446 B.4), and those of TLS 1.2 for ECDSA that we speak. */
  private static boolean isForElliptic(int suite) {
    return suite >> 8 == 0x13 || ECDSA_SUITES.contains(suite);
  }

  /** RFC 8446 4.2.3: in TLS 1.3 the scheme names the curve. */
  private static int signatureScheme(ECKey key) {
    return switch (key.getParams().getCurve().getField().getFieldSize()) {
      case 256 -> 0x0403;
      case 384 -> 0x0503;
      default -> 0x0603;
    };
  }
}
