package rain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * What fell in a span, in the bars of a chart. An hour nobody measured is not an hour without rain.
 */
record Series(Span span, List<Slot> slots) {
  private static final long HOUR = 3600;

  /**
   * One bar.
   *
   * @param begin by the place's clock
   * @param mm rain and snow
   * @param measured hours that there is a value for
   * @param hours all of them
   */
  record Slot(ZonedDateTime begin, double mm, int measured, int hours) {
    boolean isMissing() {
      return measured == 0;
    }

    private Slot plus(Slot more) {
      return new Slot(begin, mm + more.mm, measured + more.measured, hours + more.hours);
    }

    /** A day some hours of which lack is known by its total; not when only a part of it is here. */
    private Slot withTotal(Double total, ZoneId zone) {
      LocalDate date = begin.toLocalDate();
      boolean isWhole = hours == Span.of(date, date, zone).hours();
      return total == null || measured == hours || !isWhole
          ? this
          : new Slot(begin, total, hours, hours);
    }
  }

  /**
   * Puts hours into bars.
   *
   * @param totals of whole days; they count where hours lack and the bars are days or longer
   */
  static Series of(Span span, ZoneId zone, List<Measured> values, Map<LocalDate, Double> totals) {
    List<Slot> hours = hours(span, zone, values);
    List<Slot> slots =
        switch (span.step()) {
          case HOUR -> hours;
          case DAY -> days(hours, zone, totals);
          case MONTH -> joined(days(hours, zone, totals), day -> day.withDayOfMonth(1));
        };
    return new Series(span, slots);
  }

  private static List<Slot> hours(Span span, ZoneId zone, List<Measured> values) {
    Map<Long, Measured> byHour = new HashMap<>();
    values.forEach(value -> byHour.put(value.hour(), value));
    return LongStream.iterate(span.from(), hour -> hour < span.to(), hour -> hour + HOUR)
        .mapToObj(hour -> slot(Instant.ofEpochSecond(hour).atZone(zone), byHour.get(hour)))
        .toList();
  }

  private static Slot slot(ZonedDateTime begin, Measured value) {
    return value == null ? new Slot(begin, 0, 0, 1) : new Slot(begin, value.fall().total(), 1, 1);
  }

  private static List<Slot> days(List<Slot> hours, ZoneId zone, Map<LocalDate, Double> totals) {
    return joined(hours, hour -> hour.truncatedTo(ChronoUnit.DAYS)).stream()
        .map(day -> day.withTotal(totals.get(day.begin().toLocalDate()), zone))
        .toList();
  }

  /** Those that have the same beginning are one. */
  private static List<Slot> joined(List<Slot> slots, UnaryOperator<ZonedDateTime> begin) {
    List<Slot> joined = new ArrayList<>();
    for (Slot slot : slots) {
      ZonedDateTime at = begin.apply(slot.begin());
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).begin().equals(at)) {
        joined.set(last, joined.get(last).plus(slot));
      } else {
        joined.add(new Slot(at, slot.mm(), slot.measured(), slot.hours()));
      }
    }
    return List.copyOf(joined);
  }

  double sum() {
    return slots.stream().mapToDouble(Slot::mm).sum();
  }

  int measured() {
    return slots.stream().mapToInt(Slot::measured).sum();
  }

  int missing() {
    return (int) span.hours() - measured();
  }

  /** How much of the span was measured, in percent; rounded so that only all of it is 100. */
  int coverage() {
    return span.hours() == 0 ? 0 : (int) (100L * measured() / span.hours());
  }

  long wet() {
    return slots.stream().filter(slot -> slot.mm() > 0).count();
  }

  /** The bar with the most; of equal ones the first. */
  Slot most() {
    return slots.stream().reduce((one, other) -> other.mm() > one.mm() ? other : one).orElseThrow();
  }
}
