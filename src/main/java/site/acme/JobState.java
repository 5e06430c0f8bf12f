package site.acme;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.ChallengeKind;

/**
 * What is known about a certificate besides its files, and survives restarts.
 *
 * @param failures in a row
 * @param nextAttempt not before this; empty when nothing holds us back
 * @param problem the last failure, until a success
 * @param pending the order under way
 * @param trialNext whether the next order goes to staging
 * @param authority place in the list of authorities
 * @param proven how names were proved last, with success
 * @param failedKind how names were not proved last
 * @param healed whether something was put right by a repetition since the last success
 * @param withoutReplaces whether orders leave {@code replaces} out (RFC 9773 5)
 * @param window what the authority said about renewal
 * @param nextLook when it is asked again
 * @param jitter 0 to 1, drawn for each certificate or window
 * @param issued when certificates were issued lately
 */
public record JobState(
    int failures,
    Optional<Instant> nextAttempt,
    Optional<AcmeFailure> problem,
    Optional<PendingOrder> pending,
    boolean trialNext,
    int authority,
    Optional<ChallengeKind> proven,
    Optional<ChallengeKind> failedKind,
    boolean healed,
    boolean withoutReplaces,
    Optional<RenewalWindow> window,
    Optional<Instant> nextLook,
    double jitter,
    List<Instant> issued) {

  /** Nothing has happened yet. */
  public static final JobState NEW =
      new JobState(
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          0,
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          0,
          List.of());

  public JobState {
    issued = List.copyOf(issued);
  }

  boolean isBlocked() {
    return problem.filter(p -> p.kind() == AcmeFailure.Kind.PERSON).isPresent();
  }

  JobState pending(Optional<PendingOrder> next) {
    return new JobState(
        failures,
        nextAttempt,
        problem,
        next,
        trialNext,
        authority,
        proven,
        failedKind,
        healed,
        withoutReplaces,
        window,
        nextLook,
        jitter,
        issued);
  }

  /** After a failure. */
  JobState failed(AcmeFailure failure, int inARow, Instant next) {
    return new JobState(
        inARow,
        Optional.of(next),
        Optional.of(failure),
        pending,
        trialNext,
        authority,
        proven,
        failedKind,
        healed,
        withoutReplaces,
        window,
        nextLook,
        jitter,
        issued);
  }

  /** The next order goes here, this way. */
  JobState next(boolean trial, int place, Optional<ChallengeKind> notBy) {
    return new JobState(
        failures,
        nextAttempt,
        problem,
        Optional.empty(),
        trial,
        place,
        proven,
        notBy,
        healed,
        withoutReplaces,
        window,
        nextLook,
        jitter,
        issued);
  }

  /** After a repetition that puts something right. */
  JobState healing(boolean leaveReplacesOut) {
    return new JobState(
        failures,
        Optional.empty(),
        problem,
        Optional.empty(),
        trialNext,
        authority,
        proven,
        failedKind,
        true,
        leaveReplacesOut,
        window,
        nextLook,
        jitter,
        issued);
  }

  /** After a certificate was issued. */
  JobState issued(Instant at, Instant forget, Optional<ChallengeKind> by, double draw) {
    return new JobState(
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        by.or(() -> proven),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        draw,
        Stream.concat(issued.stream().filter(forget::isBefore), Stream.of(at)).toList());
  }

  /** After the authority was asked when to renew. */
  JobState renewal(Optional<RenewalWindow> said, Instant askAgain, double draw) {
    return new JobState(
        failures,
        nextAttempt,
        problem,
        pending,
        trialNext,
        authority,
        proven,
        failedKind,
        healed,
        withoutReplaces,
        said,
        Optional.of(askAgain),
        draw,
        issued);
  }

  /** As if nothing had failed; a new configuration or a person says so. */
  JobState fresh() {
    return new JobState(
        0,
        Optional.empty(),
        Optional.empty(),
        pending,
        false,
        0,
        proven,
        Optional.empty(),
        false,
        false,
        window,
        nextLook,
        jitter,
        issued);
  }
}
