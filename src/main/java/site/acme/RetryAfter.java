package site.acme;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server wants to be left alone (RFC 9110 10.2.3), by its own clock. */
final class RetryAfter {
  private RetryAfter() {}

  /** Empty for what is neither a number of seconds nor a date. */
  static Optional<Duration> parse(String value, HttpHeaders headers, Clock clock) {
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    Instant now = serverTime(headers).orElseGet(clock::instant);
    return date(value).map(at -> Duration.between(now, at)).filter(d -> !d.isNegative());
  }

  static Optional<Instant> serverTime(HttpHeaders headers) {
    return headers.firstValue("date").flatMap(RetryAfter::date);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
