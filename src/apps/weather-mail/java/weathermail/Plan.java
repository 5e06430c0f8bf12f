package weathermail;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import kit.Page;
import kit.weather.City;

/**
 * What a subscriber is told of the letters to come.
 *
 * @param isToday whether the next letter comes today, as the city counts days
 * @param hour as on a clock
 * @param until the day of the last letter
 */
public record Plan(String city, boolean isToday, String hour, String zone, String until) {
  static Plan of(Subscription subscription, Membership membership, Page page) {
    City city = membership.city(subscription);
    LocalDate today = LocalDate.ofInstant(membership.now(), city.zone());
    return new Plan(
        city.label(),
        subscription.lastDate().isBefore(today),
        String.format(Locale.ROOT, "%02d:00", subscription.wishes().hour()),
        city.zone().getId(),
        page.date(subscription.endsOn().atStartOfDay().toInstant(ZoneOffset.UTC)));
  }
}
