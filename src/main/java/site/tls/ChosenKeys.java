package site.tls;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;

/**
 * Gives the engine what was chosen for its handshake. An alias belongs to one handshake and is
 * forgotten with it: a certificate that is swapped away meanwhile stays usable for as long as a
 * handshake needs it and no longer, and nobody can renegotiate.
 */
final class ChosenKeys extends ServerKeys {
  private final Map<String, Choice> inHandshake = new ConcurrentHashMap<>();

  void open(Choice choice) {
    inHandshake.put(choice.handshake(), choice);
  }

  void close(Choice choice) {
    inHandshake.remove(choice.handshake());
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return Choice.of(engine)
        .filter(choice -> choice.keyAlgorithm().filter(keyType::equals).isPresent())
        .map(choice -> choice.handshake() + "/" + keyType)
        .orElse(null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return credential(alias).map(c -> c.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return credential(alias).map(Credential::key).orElse(null);
  }

  private Optional<Credential> credential(String alias) {
    int slash = alias.indexOf('/');
    return Optional.ofNullable(inHandshake.get(alias.substring(0, slash)))
        .flatMap(choice -> choice.credential(alias.substring(slash + 1)));
  }
}
