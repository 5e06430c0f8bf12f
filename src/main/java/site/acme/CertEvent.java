package site.acme;

import java.time.Duration;
import java.util.Optional;

/** What a job is told. */
sealed interface CertEvent {

  /** Time has passed, or a process has begun. */
  record Woken() implements CertEvent {}

  /** A person wants a new certificate now, whatever was decided before. */
  record Forced() implements CertEvent {}

  /** The private key is in wrong hands: as {@link Forced}, and with another key in any case. */
  record Compromised() implements CertEvent {}

  /** A person wants to know whether staging would believe us. */
  record Rehearse() implements CertEvent {}

  /** A person says that what was in the way is not there any more. */
  record Unblocked() implements CertEvent {}

  /** People were told to worry. */
  record Warned(CertWarning warning) implements CertEvent {}

  /** An order was made; it is on disk. */
  record Ordered(PendingOrder pending) implements CertEvent {}

  /** The order was looked at. */
  record Seen(OrderView order) implements CertEvent {}

  /** The proofs are where the authority will look. */
  record Presented() implements CertEvent {}

  /** Whether the authority would find them. */
  record Visible(boolean visible) implements CertEvent {}

  /** The authority was asked to look. */
  record Triggered() implements CertEvent {}

  /** A certificate is on disk and is the current one. */
  record Issued(Material material) implements CertEvent {}

  /** The authority said when to renew, or that it does not. */
  record Renewal(Optional<RenewalWindow> window, Duration askAgain) implements CertEvent {}

  /** The authority could not be asked when to renew; it does not matter. */
  record RenewalUnknown() implements CertEvent {}

  record Failed(AcmeFailure failure) implements CertEvent {}
}
