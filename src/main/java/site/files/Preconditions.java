package site.files;

import java.time.Instant;
import java.util.Optional;
import site.http.EntityTags;
import site.http.HttpDate;

/** Whether a GET or HEAD gets all, a part, or nothing new: the steps of RFC 9110 13.2.2. */
final class Preconditions {
  private Preconditions() {}

  /** How a request is to be answered. */
  enum Outcome {
    WHOLE,
    RANGE,
    NOT_MODIFIED,
    FAILED
  }

  /**
   * Decides. A condition that cannot be read, or that asks for a date where there is none, is as
   * good as absent.
   *
   * @param now needed to read dates with two-digit years
   */
  static Outcome evaluate(Conditions asked, Validators have, Instant now) {
    // 1. and 2.: If-Match wins over If-Unmodified-Since.
    if (asked.ifMatch() != null) {
      if (!EntityTags.anyStrong(asked.ifMatch(), have.etag())) {
        return Outcome.FAILED;
      }
    } else if (isModifiedAfter(asked.ifUnmodifiedSince(), have, now).orElse(false)) {
      return Outcome.FAILED;
    }
    // 3. and 4.: If-None-Match wins over If-Modified-Since.
    if (asked.ifNoneMatch() != null) {
      if (EntityTags.anyWeak(asked.ifNoneMatch(), have.etag())) {
        return Outcome.NOT_MODIFIED;
      }
    } else if (!isModifiedAfter(asked.ifModifiedSince(), have, now).orElse(true)) {
      return Outcome.NOT_MODIFIED;
    }
    // 5.: a part only of what the client has the other parts of.
    return asked.range() != null && isSame(asked.ifRange(), have, now)
        ? Outcome.RANGE
        : Outcome.WHOLE;
  }

  private static Optional<Boolean> isModifiedAfter(String date, Validators have, Instant now) {
    if (date == null || have.modified() == null) {
      return Optional.empty();
    }
    return HttpDate.parse(date, now).map(have.modified()::isAfter);
  }

  /** RFC 9110 13.1.5: an exact match; our dates are strong, see {@link Stamp#isSettled}. */
  private static boolean isSame(String ifRange, Validators have, Instant now) {
    if (ifRange == null) {
      return true;
    }
    if (ifRange.startsWith("\"") || ifRange.startsWith("W/")) {
      return EntityTags.isStronglyEqual(ifRange, have.etag());
    }
    return HttpDate.parse(ifRange, now).filter(date -> date.equals(have.modified())).isPresent();
  }
}
