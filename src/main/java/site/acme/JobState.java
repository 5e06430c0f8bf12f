package site.acme;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.ChallengeKind;

/**
 * What is known about a certificate besides its files, and survives restarts.
 *
 * @param madeFor fingerprint of the specification; empty where nobody knows
 * @param pending the order under way
 * @param issued when certificates were issued lately
 */
public record JobState(
    String madeFor,
    Setback setback,
    Course course,
    Optional<PendingOrder> pending,
    Outlook outlook,
    List<Instant> issued) {

  /**
   * What holds us back.
   *
   * @param failures in a row
   * @param nextAttempt not before this
   * @param problem the last failure
   * @param warned when people were last told to worry
   */
  public record Setback(
      int failures,
      Optional<Instant> nextAttempt,
      Optional<AcmeFailure> problem,
      Optional<Instant> warned) {
    static final Setback NONE =
        new Setback(0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Where the next order goes and how.
   *
   * @param trial whether to staging
   * @param authority place in the list of authorities
   * @param proven how names were proved last, with success
   * @param failed how names were not proved last
   * @param healed whether something was put right by a repetition since the last success
   * @param withoutReplaces whether {@code replaces} is left out (RFC 9773 5)
   * @param rehearsed when staging believed us last
   */
  public record Course(
      boolean trial,
      int authority,
      Optional<ChallengeKind> proven,
      Optional<ChallengeKind> failed,
      boolean healed,
      boolean withoutReplaces,
      Optional<Instant> rehearsed) {

    /** To the first authority, in the way that worked last. */
    static Course straight(Optional<ChallengeKind> proven) {
      return new Course(false, 0, proven, Optional.empty(), false, false, Optional.empty());
    }
  }

  /**
   * When the certificate is to be renewed.
   *
   * @param window what the authority said
   * @param nextLook when it is asked again
   * @param jitter 0 to 1, drawn for each certificate or window
   */
  public record Outlook(Optional<RenewalWindow> window, Optional<Instant> nextLook, double jitter) {

    static Outlook fresh(double jitter) {
      return new Outlook(Optional.empty(), Optional.empty(), jitter);
    }
  }

  /** Nothing has happened yet. */
  public static final JobState NEW =
      new JobState(
          "",
          Setback.NONE,
          Course.straight(Optional.empty()),
          Optional.empty(),
          Outlook.fresh(0),
          List.of());

  public JobState {
    issued = List.copyOf(issued);
  }

  /** The last failure, until a success. */
  public Optional<AcmeFailure> problem() {
    return setback.problem();
  }

  /** Whether nothing but a person can help. */
  boolean isBlocked() {
    return problem().filter(p -> p.kind() == AcmeFailure.Kind.PERSON).isPresent();
  }

  JobState madeFor(String fingerprint) {
    return new JobState(fingerprint, setback, course, pending, outlook, issued);
  }

  JobState pending(Optional<PendingOrder> next) {
    return new JobState(madeFor, setback, course, next, outlook, issued);
  }

  JobState failed(AcmeFailure failure, int inARow, Instant next) {
    Setback held = new Setback(inARow, Optional.of(next), Optional.of(failure), setback.warned());
    return new JobState(madeFor, held, course, pending, outlook, issued);
  }

  /** The next order goes here, this way; there is none now. */
  JobState next(boolean trial, int place, Optional<ChallengeKind> notBy) {
    Course other =
        new Course(
            trial,
            place,
            course.proven(),
            notBy,
            course.healed(),
            course.withoutReplaces(),
            course.rehearsed());
    return new JobState(madeFor, setback, other, Optional.empty(), outlook, issued);
  }

  /** After staging believed us; the next order is the real one. */
  JobState rehearsed(Instant at) {
    Course real =
        new Course(
            false,
            course.authority(),
            course.proven(),
            course.failed(),
            course.healed(),
            course.withoutReplaces(),
            Optional.of(at));
    return new JobState(madeFor, setback, real, Optional.empty(), outlook, issued);
  }

  /** After something was put right: at once, with a new order. */
  JobState healing(boolean leaveReplacesOut) {
    Setback past =
        new Setback(setback.failures(), Optional.empty(), setback.problem(), setback.warned());
    Course again =
        new Course(
            course.trial(),
            course.authority(),
            course.proven(),
            course.failed(),
            true,
            leaveReplacesOut,
            course.rehearsed());
    return new JobState(madeFor, past, again, Optional.empty(), outlook, issued);
  }

  /** After a certificate was issued. */
  JobState issued(Instant at, Instant forget, Optional<ChallengeKind> by, double draw) {
    return new JobState(
        madeFor,
        Setback.NONE,
        Course.straight(by.or(course::proven)),
        Optional.empty(),
        Outlook.fresh(draw),
        Stream.concat(issued.stream().filter(forget::isBefore), Stream.of(at)).toList());
  }

  /** After the authority was asked when to renew. */
  JobState outlook(Outlook said) {
    return new JobState(madeFor, setback, course, pending, said, issued);
  }

  /** After people were told to worry. */
  JobState warned(Instant at) {
    Setback told =
        new Setback(setback.failures(), setback.nextAttempt(), setback.problem(), Optional.of(at));
    return new JobState(madeFor, told, course, pending, outlook, issued);
  }

  /** As if nothing had failed; a new configuration or a person says so. */
  JobState fresh() {
    Course straight =
        new Course(false, 0, course.proven(), Optional.empty(), false, false, course.rehearsed());
    return new JobState(madeFor, Setback.NONE, straight, pending, outlook, issued);
  }
}
