package rain;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kit.weather.Cities;
import kit.weather.City;

/**
 * What is to be fetched that nobody measured when it fell.
 *
 * @param from the place's day
 * @param to the place's day, included; of today the hours that are over
 * @param mostCalls to the service, which are paid for
 * @param isDaily one call for each day, not for each hour
 * @param isDry says only what it would do
 */
record Order(
    City place, LocalDate from, LocalDate to, int mostCalls, boolean isDaily, boolean isDry) {
  static final String USAGE =
      "--place SLUG --from DATE [--to DATE] [--max-calls 90] [--by hour|day] [--dry-run]:"
          + " fetches what was not measured (exit code 3: not all of it)";

  private static final int USUAL_CALLS = 90;
  private static final int MOST_CALLS = 2000;
  private static final int MOST_YEARS = 5;
  private static final Set<String> WORDS = Set.of("place", "from", "to", "max-calls", "by");
  private static final String DRY_RUN = "dry-run";

  /**
   * As somebody typed it.
   *
   * @param words as {@code --place}, {@code berlin-de} or {@code --place=berlin-de}
   * @throws IllegalArgumentException with what is wrong, for people
   */
  static Order of(List<String> words, Cities places, Instant now) {
    Map<String, String> read = new HashMap<>();
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      String[] parts = word.split("=", 2);
      String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
      if (word.equals("--" + DRY_RUN)) {
        read.put(DRY_RUN, "");
      } else if (!WORDS.contains(name)) {
        throw new IllegalArgumentException("\"" + word + "\" (expected " + USAGE + ")");
      } else if (parts.length == 1 && !rest.hasNext()) {
        throw new IllegalArgumentException(word + " (expected a value)");
      } else {
        read.put(name, parts.length == 1 ? rest.next() : parts[1]);
      }
    }
    return of(read, places, now);
  }

  /** The same, taken apart. */
  static Order of(Map<String, String> read, Cities places, Instant now) {
    String slug = read.getOrDefault("place", "");
    City place =
        places
            .bySlug(slug)
            .orElseThrow(() -> wrong("place", slug, "a place as in the address of its page"));
    LocalDate today = LocalDate.ofInstant(now, place.zone());
    LocalDate from = date("from", read.getOrDefault("from", ""));
    LocalDate to = read.containsKey("to") ? date("to", read.get("to")) : today;
    if (to.isAfter(today) || from.isAfter(to) || from.plusYears(MOST_YEARS).isBefore(to)) {
      throw wrong("from", from + "\" to \"" + to, "in order, not after today, five years at most");
    }
    String by = read.getOrDefault("by", "hour");
    if (!by.equals("hour") && !by.equals("day")) {
      throw wrong("by", by, "hour or day");
    }
    int calls = calls(read.getOrDefault("max-calls", Integer.toString(USUAL_CALLS)));
    return new Order(place, from, to, calls, by.equals("day"), read.containsKey(DRY_RUN));
  }

  private static int calls(String typed) {
    if (!typed.matches("[1-9]\\d{0,3}") || Integer.parseInt(typed) > MOST_CALLS) {
      throw wrong("max-calls", typed, "a number from 1 to " + MOST_CALLS);
    }
    return Integer.parseInt(typed);
  }

  private static LocalDate date(String name, String typed) {
    try {
      return LocalDate.parse(typed);
    } catch (DateTimeException e) {
      throw wrong(name, typed, "a day such as 2027-03-10");
    }
  }

  private static IllegalArgumentException wrong(String name, String value, String expected) {
    return new IllegalArgumentException(name + ": \"" + value + "\" (expected " + expected + ")");
  }

  /** The hours of these days that are over. */
  Span span(Instant now) {
    Span days = Span.of(from, to, place.zone());
    long over = Measured.hourOf(now);
    long end = Math.max(days.from(), Math.min(days.to(), over));
    return new Span(days.word(), days.from(), end, days.step());
  }
}
