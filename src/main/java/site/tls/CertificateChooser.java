package site.tls;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Finds the certificate for a handshake that has just begun. Called on an event loop for every
 * handshake, resumed ones included, and must never block.
 */
@FunctionalInterface
public interface CertificateChooser {

  /**
   * Answers at once with a completed stage, or later: the handshake is then held, within the limits
   * of {@link HoldLimits}, and nothing else waits for it.
   *
   * @return the identity to show, or empty to refuse the client with a TLS alert; a stage that
   *     fails refuses, too
   */
  CompletionStage<Optional<Identity>> choose(ClientHello hello);
}
