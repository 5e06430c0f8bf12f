package weathermail;

import java.util.Locale;

/**
 * How somebody wants to be written to.
 *
 * @param hour of the city's day, 0 to 23
 * @param lang a language there are texts in
 */
record Wishes(int hour, Units units, String lang) {
  Locale locale() {
    return Locale.forLanguageTag(lang);
  }
}
