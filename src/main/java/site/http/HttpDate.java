package site.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Dates as HTTP writes them (RFC 9110 5.6.7), to the second. */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE = strict("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
  private static final DateTimeFormatter ASCTIME = strict("EEE MMM ppd HH:mm:ss uuuu");

  private HttpDate() {}

  /** The one form that may be sent, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  public static String format(Instant instant) {
    return IMF_FIXDATE.format(instant.atOffset(ZoneOffset.UTC));
  }

  /**
   * Reads any of the three forms that have to be accepted.
   *
   * @param now decides the century of the two-digit years of RFC 850
   * @return empty when it is not a date; whoever asks ignores the field then
   */
  public static Optional<Instant> parse(String text, Instant now) {
    return parse(text, IMF_FIXDATE)
        .or(() -> parse(text, rfc850(now)))
        .or(() -> parse(text, ASCTIME));
  }

  private static Optional<Instant> parse(String text, DateTimeFormatter form) {
    try {
      return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** RFC 9110 5.6.7: a year that seems more than 50 years ahead is the last one that ends so. */
  private static DateTimeFormatter rfc850(Instant now) {
    int earliest = now.plus(50 * 365L, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC).getYear() - 99;
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH);
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
