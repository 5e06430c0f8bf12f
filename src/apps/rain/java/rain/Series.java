package rain;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  }

  static Series of(Span span, ZoneId zone, List<Measured> values) {
    Map<Long, Measured> byHour = new HashMap<>();
    values.forEach(value -> byHour.put(value.hour(), value));
    List<Slot> slots = new ArrayList<>();
    for (long hour = span.from(); hour < span.to(); hour += HOUR) {
      ZonedDateTime begin = begin(Instant.ofEpochSecond(hour).atZone(zone), span.step());
      Measured value = byHour.get(hour);
      int last = slots.size() - 1;
      if (last >= 0 && slots.get(last).begin().equals(begin)) {
        slots.set(last, plus(slots.get(last), value));
      } else {
        slots.add(plus(new Slot(begin, 0, 0, 0), value));
      }
    }
    return new Series(span, List.copyOf(slots));
  }

  private static ZonedDateTime begin(ZonedDateTime hour, Span.Step step) {
    return switch (step) {
      case HOUR -> hour;
      case DAY -> hour.truncatedTo(ChronoUnit.DAYS);
      case MONTH -> hour.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    };
  }

  private static Slot plus(Slot slot, Measured value) {
    return value == null
        ? new Slot(slot.begin(), slot.mm(), slot.measured(), slot.hours() + 1)
        : new Slot(
            slot.begin(), slot.mm() + value.fall().total(), slot.measured() + 1, slot.hours() + 1);
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
