package kit.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of a letter after an attempt.
 *
 * @param state its next one
 * @param notBefore when the next attempt may be; for SENDING, how long nobody may try
 * @param suppressed whether nothing more shall be sent to this address
 */
record Verdict(State state, Instant notBefore, boolean suppressed) {
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(60),
          Duration.ofMinutes(180));

  /** States of a letter, as they are stored. */
  enum State {
    QUEUED,
    SENDING,
    SENT,
    RETRY,
    DEAD,
    CANCELLED
  }

  static Verdict sent(Instant now) {
    return new Verdict(State.SENT, now, false);
  }

  /**
   * After a failure.
   *
   * @param attempts including the one that failed
   */
  static Verdict failed(Throwable failure, int attempts, Instant now, Instant expires) {
    boolean isRefused = failure instanceof Refusal;
    if (failure instanceof Refusal refusal && refusal.isForGood()) {
      return new Verdict(State.DEAD, now, refusal.isOfReceiver());
    }
    if (attempts > PAUSES.size()) {
      return new Verdict(State.DEAD, now, false);
    }
    Duration pause = PAUSES.get(attempts - 1);
    // It may have arrived: nobody tries as long as the connection may still be alive somewhere.
    Duration least = isRefused || pause.compareTo(LEASE) > 0 ? pause : LEASE;
    Instant next = now.plus(least);
    if (next.isAfter(expires)) {
      return new Verdict(State.DEAD, now, false);
    }
    return new Verdict(isRefused ? State.RETRY : State.SENDING, next, false);
  }
}
