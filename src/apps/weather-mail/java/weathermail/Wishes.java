package weathermail;

import java.util.Locale;

/**
 * How somebody wants to be written to.
 *
 * @param hour of the city's day, 0 to 23
 * @param lang a language there are texts in
 * @param weekdays as the city counts days; one at least
 */
record Wishes(int hour, Units units, String lang, Weekdays weekdays) {
  Wishes on(Weekdays others) {
    return new Wishes(hour, units, lang, others);
  }

  Locale locale() {
    return Locale.forLanguageTag(lang);
  }
}
