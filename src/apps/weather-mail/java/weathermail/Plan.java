package weathermail;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import kit.Page;
import kit.weather.City;

/**
 * What a subscriber is told of the letters to come.
 *
 * @param inDays until the next letter: 0 is today, as the city counts days; -1 when none comes
 * @param date of the next letter, with the name of the day
 * @param hour as on a clock
 * @param until the day of the last letter
 */
public record Plan(String city, long inDays, String date, String hour, String zone, String until) {
  static Plan of(Subscription subscription, Membership membership, Page page) {
    City city = membership.city(subscription);
    LocalDate today = LocalDate.ofInstant(membership.now(), city.zone());
    Optional<LocalDate> next = subscription.next(today);
    return new Plan(
        city.label(),
        next.map(date -> ChronoUnit.DAYS.between(today, date)).orElse(-1L),
        next.map(date -> named(date, page)).orElse(""),
        String.format(Locale.ROOT, "%02d:00", subscription.wishes().hour()),
        city.zone().getId(),
        told(subscription.endsOn(), page));
  }

  private static String named(LocalDate date, Page page) {
    String day = date.getDayOfWeek().getDisplayName(TextStyle.FULL_STANDALONE, page.locale());
    return day + ", " + told(date, page);
  }

  private static String told(LocalDate date, Page page) {
    return page.date(date.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
