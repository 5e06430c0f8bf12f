package weathermail;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The days of the week somebody wants letters on.
 *
 * @param bits one for each, Monday is the lowest; as the database has them
 */
record Weekdays(int bits) {
  static final Weekdays ALL = of(day -> true);

  static Weekdays of(Predicate<DayOfWeek> wanted) {
    return new Weekdays(Stream.of(DayOfWeek.values()).filter(wanted).mapToInt(Weekdays::bit).sum());
  }

  static int bit(DayOfWeek day) {
    return 1 << (day.getValue() - 1);
  }

  static String word(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  boolean isEmpty() {
    return bits == 0;
  }

  /** In the order of the week. */
  List<String> words() {
    return Stream.of(DayOfWeek.values()).filter(this::has).map(Weekdays::word).toList();
  }

  /** The first of these days in a time; both ends belong to it. */
  Optional<LocalDate> next(LocalDate from, LocalDate until) {
    return dates(from, until).findFirst();
  }

  /** How many of these days are in a time; both ends belong to it. */
  long count(LocalDate from, LocalDate until) {
    return dates(from, until).count();
  }

  private Stream<LocalDate> dates(LocalDate from, LocalDate until) {
    return from.isAfter(until)
        ? Stream.empty()
        : from.datesUntil(until.plusDays(1)).filter(date -> has(date.getDayOfWeek()));
  }

  boolean has(DayOfWeek day) {
    return (bits & bit(day)) != 0;
  }
}
