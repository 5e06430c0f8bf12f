package kit.weather;

import java.time.Instant;

/** Why there is no answer, and by that what to do. Its message never has the key in it. */
public final class WeatherFailure extends Exception {
  private static final long serialVersionUID = 1;

  /** What was in the way. */
  public enum Reason {
    /** The key is missing, wrong, not active yet, or not good for this product. */
    REJECTED,
    /** The service knows nothing for this place; asking again does not help. */
    UNKNOWN,
    /** Asked too often: by the service's count, or before the time it set. */
    THROTTLED,
    /** Our own limit for the day is used up. */
    USED_UP,
    /** What we asked makes no sense to the service. */
    REFUSED,
    /** The service does not answer, or is broken; asking again may help. */
    UNAVAILABLE,
    /** The answer is not what it should be. */
    GARBAGE
  }

  private final Reason reason;
  private final Instant notBefore;

  public WeatherFailure(Reason reason, String message) {
    this(reason, message, Instant.EPOCH);
  }

  /**
   * For waits whose end is known.
   *
   * @param notBefore when asking again may have another answer
   */
  public WeatherFailure(Reason reason, String message, Instant notBefore) {
    super(message);
    this.reason = reason;
    this.notBefore = notBefore;
  }

  public Reason reason() {
    return reason;
  }

  /** When asking again may have another answer; long ago where nobody knows. */
  public Instant notBefore() {
    return notBefore;
  }

  /** Whether the same question may be answered a moment later. */
  public boolean isPassing() {
    return reason == Reason.UNAVAILABLE || reason == Reason.GARBAGE;
  }
}
