package site.acme;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import site.acme.OrderView.Authorization;

/** What a job wants done next. Each is short; where time has to pass, it says until when. */
sealed interface CertAction {

  /** Nothing, until then. */
  record Rest(Instant until) implements CertAction {}

  /** Make an order, and a key for it. */
  record Order(
      Authority authority,
      boolean trial,
      Optional<CertSpec.Profile> profile,
      Optional<Replaced> replaces,
      boolean accountIsLost,
      boolean anotherKey)
      implements CertAction {}

  /**
   * The certificate a new one replaces.
   *
   * @param account the only one that may say so
   */
  record Replaced(String certificate, String account) {}

  /** Ask about the order, then. */
  record Look(PendingOrder pending, Instant at) implements CertAction {}

  /** Put the proofs in place. */
  record Present(PendingOrder pending, List<Authorization> open) implements CertAction {}

  /** See whether the proofs can be seen, then. */
  record CheckVisible(Instant at) implements CertAction {}

  /** Ask the authority to look at the proofs. */
  record Trigger(PendingOrder pending, List<Authorization> open) implements CertAction {}

  /** Hand in the certificate signing request. */
  record Finish(PendingOrder pending) implements CertAction {}

  /** Get the certificate, check and publish it. */
  record Download(PendingOrder pending) implements CertAction {}

  /** Ask when to renew. */
  record AskRenewal(Material material, String certificate) implements CertAction {}
}
