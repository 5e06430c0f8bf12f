package rain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import kit.Form;

/**
 * From one full hour to another.
 *
 * @param word how it was asked for
 * @param from seconds since 1970
 * @param to seconds since 1970, not included
 * @param step how long the bars of its chart are
 */
record Span(String word, long from, long to, Step step) {
  static final String USUAL = "7d";
  static final String ALL = "all";
  static final String CUSTOM = "custom";

  /** As the page offers them. */
  static final List<String> OFFERED = List.of("24h", "48h", "7d", "30d", "90d", "1y", ALL);

  /** More are not drawn: where the step asked for makes more, the next one is taken. */
  static final int MOST_BARS = 1900;

  private static final long HOUR = 3600;
  private static final int WEEK = 168;
  private static final int YEAR = 8760;
  private static final int MOST_YEARS = 5;
  private static final Map<String, Integer> HOURS =
      Map.of("24h", 24, "48h", 48, "7d", WEEK, "30d", 720, "90d", 2160, "1y", YEAR);

  /** How long the bars of the chart are. */
  enum Step {
    HOUR(1),
    DAY(24),
    MONTH(720);

    private final int hours;

    Step(int hours) {
      this.hours = hours;
    }

    /** As it stands in the address. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was asked for; what is wrong with it is noted in the form, and the usual span given.
   *
   * @param first the earliest hour there is a value for, where all is asked for
   */
  static Span of(Form form, ZoneId zone, Instant now, long first) {
    Span span = asked(form, zone, now, first);
    return new Span(span.word(), span.from(), span.to(), span.step(form.text("step")));
  }

  private static Span asked(Form form, ZoneId zone, Instant now, long first) {
    long end = now.truncatedTo(ChronoUnit.HOURS).getEpochSecond();
    String word = form.text("range");
    if (word.equals(CUSTOM)) {
      return custom(form, zone, now);
    }
    if (word.equals(ALL)) {
      long earliest = Math.max(first, end - MOST_YEARS * YEAR * HOUR);
      return new Span(ALL, Math.min(earliest, end - HOUR), end, Step.MONTH);
    }
    String known = HOURS.containsKey(word) ? word : USUAL;
    return new Span(known, end - HOURS.get(known) * HOUR, end, Step.HOUR);
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
    return form.isRight() ? of(from, to, zone) : asked(Form.empty(), zone, now, 0);
  }

  /** Whole days, both included. */
  static Span of(LocalDate from, LocalDate to, ZoneId zone) {
    long end = to.plusDays(1).atStartOfDay(zone).toEpochSecond();
    return new Span(
        CUSTOM, aligned(from.atStartOfDay(zone).toEpochSecond()), aligned(end), Step.HOUR);
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

  private Step step(String asked) {
    return Stream.of(Step.values())
        .filter(step -> step.word().equals(asked) && hours() / step.hours <= MOST_BARS)
        .findFirst()
        .orElse(usualStep());
  }

  private Step usualStep() {
    if (hours() <= WEEK) {
      return Step.HOUR;
    }
    return hours() <= YEAR + 24 ? Step.DAY : Step.MONTH;
  }
}
