package site.acme;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import site.config.ChallengeKind;
import site.tls.CertificateChooser;
import site.tls.ClientHello;
import site.tls.Identity;

/**
 * Proves names by a certificate in a handshake of its own kind (RFC 8737), on the listeners that
 * serve everybody else. Chooses for handshakes of that kind and leaves all others alone.
 */
public final class TlsAlpnSolver implements Solver, CertificateChooser {
  private final CertificateChooser others;
  private final Map<String, Identity> challenges = new ConcurrentHashMap<>();

  /**
   * A solver in front of the usual choice.
   *
   * @param others chooses for all other handshakes
   */
  public TlsAlpnSolver(CertificateChooser others) {
    this.others = others;
  }

  @Override
  public CompletionStage<Optional<Identity>> choose(ClientHello hello) {
    return hello.isAcmeChallenge()
        ? CompletableFuture.completedStage(
            hello.serverName().flatMap(name -> Optional.ofNullable(challenges.get(name))))
        : others.choose(hello);
  }

  @Override
  public ChallengeKind kind() {
    return ChallengeKind.TLS_ALPN_01;
  }

  @Override
  public void blockingPresent(Proof proof) {
    challenges.put(
        ReverseName.orItself(proof.name()),
        Identity.of(ChallengeCertificate.of(proof.name(), proof.digest())));
  }

  @Override
  public void blockingCleanup(Proof proof) {
    challenges.remove(ReverseName.orItself(proof.name()));
  }
}
