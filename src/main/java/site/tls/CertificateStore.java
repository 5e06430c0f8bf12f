package site.tls;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers handshakes from a table that can be replaced at any time. Has no answer to ACME
 * challenges: an ordinary certificate would be the wrong one.
 */
public final class CertificateStore implements CertificateChooser {
  private volatile CertificateTable table;

  public CertificateStore(CertificateTable table) {
    this.table = table;
  }

  @Override
  public CompletionStage<Optional<Identity>> choose(ClientHello hello) {
    return CompletableFuture.completedStage(
        hello.isAcmeChallenge() ? Optional.empty() : table.find(hello));
  }

  /** By what a handshake is given its certificate. */
  public HandshakeCounts.Match match(ClientHello hello) {
    return table.match(hello);
  }

  /** From the next handshake on this table holds; handshakes under way end with the old one. */
  public void swap(CertificateTable next) {
    table = next;
  }
}
