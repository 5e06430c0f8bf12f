package site.deploy;

import java.time.Duration;

/**
 * What a revision said to a {@link Question}.
 *
 * @param status 0 when it gave none
 * @param time until the status was there, or it was clear that there will be none
 * @param reason the first line of what was said about a failure, empty otherwise
 */
record Reply(int status, Duration time, String reason) {
  static Reply of(int status, long nanos) {
    return new Reply(status, Duration.ofNanos(nanos), "");
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** A success, or the way to one. */
  boolean isGood() {
    return status / 100 == 2 || status / 100 == 3;
  }

  boolean isFault() {
    return status == 0 || status >= 500;
  }

  /** {@code 500}, or {@code no answer}. */
  String outcome() {
    return status == 0 ? "no answer" : Integer.toString(status);
  }
}
