package rain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import kit.Form;

/**
 * From one full hour to another.
 *
 * @param word how it was asked for
 * @param from seconds since 1970
 * @param to seconds since 1970, not included
 */
record Span(String word, long from, long to) {
  static final String USUAL = "7d";
  static final String CUSTOM = "custom";
  private static final long HOUR = 3600;
  private static final int MOST_YEARS = 5;

  /** In the order they are offered in, in hours. */
  static final Map<String, Integer> WORDS =
      new java.util.TreeMap<>(
          Map.of("24h", 24, "48h", 48, "7d", 168, "30d", 720, "90d", 2160, "1y", 8760));

  /** How long the bars of the chart are. */
  enum Step {
    HOUR,
    DAY,
    MONTH
  }

  /** What was asked for; what is wrong with it is noted in the form, and the usual span given. */
  static Span of(Form form, ZoneId zone, Instant now) {
    long end = now.truncatedTo(ChronoUnit.HOURS).getEpochSecond();
    String word = form.text("range");
    if (word.equals(CUSTOM)) {
      return custom(form, zone, now);
    }
    String known = WORDS.containsKey(word) ? word : USUAL;
    return new Span(known, end - WORDS.get(known) * HOUR, end);
  }

  private static Span custom(Form form, ZoneId zone, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalDate from = date(form, "from", today);
    LocalDate to = date(form, "to", today);
    if (from.isAfter(to)) {
      form.wrong("from", "range.order");
    } else if (to.isAfter(today)) {
      form.wrong("to", "range.future");
    } else if (from.plusYears(MOST_YEARS).isBefore(to)) {
      form.wrong("from", "range.long");
    }
    if (!form.isRight()) {
      return of(Form.empty(), zone, now);
    }
    long end = to.plusDays(1).atStartOfDay(zone).toEpochSecond();
    return new Span(CUSTOM, aligned(from.atStartOfDay(zone).toEpochSecond()), aligned(end));
  }

  /** Where midnight is not at a full hour of UTC, the hour it lies in begins the day. */
  private static long aligned(long second) {
    return Math.floorDiv(second, HOUR) * HOUR;
  }

  private static LocalDate date(Form form, String field, LocalDate otherwise) {
    try {
      return LocalDate.parse(form.text(field));
    } catch (DateTimeParseException e) {
      form.wrong(field, "range.date");
      return otherwise;
    }
  }

  long hours() {
    return (to - from) / HOUR;
  }

  Step step() {
    if (hours() <= WORDS.get("7d")) {
      return Step.HOUR;
    }
    return hours() <= WORDS.get("1y") + 24 ? Step.DAY : Step.MONTH;
  }
}
