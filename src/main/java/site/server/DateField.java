package site.server;

import java.time.Clock;
import java.time.Instant;
import site.http.HttpDate;

/** The {@code Date} of responses (RFC 9110 6.6.1), formatted once a second. */
final class DateField {
  private final Clock clock;
  private volatile Formatted last = new Formatted(Long.MIN_VALUE, "");

  DateField(Clock clock) {
    this.clock = clock;
  }

  private record Formatted(long second, String text) {}

  String now() {
    long second = Math.floorDiv(clock.millis(), 1000);
    Formatted formatted = last;
    if (formatted.second() != second) {
      formatted = new Formatted(second, HttpDate.format(Instant.ofEpochSecond(second)));
      last = formatted;
    }
    return formatted.text();
  }
}
