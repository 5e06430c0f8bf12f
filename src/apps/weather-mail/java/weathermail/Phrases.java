package weathermail;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kit.Texts;
import kit.weather.City;
import kit.weather.Forecast.Slot;
import kit.weather.Sky;
import weathermail.Morning.Hour;
import weathermail.Morning.Link;

/** Puts a day's weather into words. */
final class Phrases {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Texts texts;
  private final Links links;
  private final boolean isInvented;
  private final int days;

  /**
   * For one app.
   *
   * @param isInvented whether letters must say that their weather is
   * @param days by how many an extension is
   */
  Phrases(Texts texts, Links links, boolean isInvented, int days) {
    this.texts = texts;
    this.links = links;
    this.isInvented = isInvented;
    this.days = days;
  }

  Morning of(Subscription to, City city, LocalDate date, Day day, Mood mood) {
    Wishes wishes = to.wishes();
    Locale locale = wishes.locale();
    return new Morning(
        wishes.lang(),
        say(locale, "mood." + mood.word() + ".subject", city.name()),
        say(locale, "mood." + mood.word() + ".greeting"),
        city.label(),
        facts(day, wishes),
        say(locale, "letter.hours"),
        day.next().stream().map(slot -> hour(slot, city.zone(), wishes)).toList(),
        say(locale, "letter.ends", date(to.endsOn(), locale), to.lettersAfter(date)),
        links(to, date, locale),
        say(locale, isInvented ? "letter.invented" : "letter.source"));
  }

  private List<String> facts(Day day, Wishes wishes) {
    Units units = wishes.units();
    Locale locale = wishes.locale();
    List<String> facts = new ArrayList<>();
    String sky = say(locale, sky(day.now().sky()));
    facts.add(say(locale, "letter.now", units.temperature(day.now().temperature()), sky));
    facts.add(
        say(locale, "letter.today", units.temperature(day.min()), units.temperature(day.max())));
    if (!day.tomorrow().isEmpty()) {
      facts.add(
          say(
              locale,
              "letter.tomorrow",
              units.temperature(day.tomorrowMin().orElseThrow()),
              units.temperature(day.tomorrowMax().orElseThrow())));
    }
    facts.add(fall(day, units, locale));
    facts.add(say(locale, "letter.wind", units.wind(day.gust())));
    return facts;
  }

  private String fall(Day day, Units units, Locale locale) {
    double mm = day.rain() + day.snow();
    return day.chance() == 0 && mm == 0
        ? say(locale, "letter.dry")
        : say(locale, "letter.fall", day.chance(), units.fall(mm, locale));
  }

  private Hour hour(Slot slot, ZoneId zone, Wishes wishes) {
    return new Hour(
        CLOCK.format(slot.at().atZone(zone)),
        wishes.units().temperature(slot.max()),
        say(wishes.locale(), sky(slot.sky())));
  }

  /** In the last letter but one there is still a day to think about it. */
  private List<Link> links(Subscription to, LocalDate date, Locale locale) {
    List<Link> all = new ArrayList<>();
    if (to.lettersAfter(date) == 1) {
      all.add(new Link(say(locale, "letter.extend", days), links.manage(to)));
    }
    all.add(new Link(say(locale, "letter.manage"), links.manage(to)));
    all.add(new Link(say(locale, "letter.unsubscribe"), links.unsubscribe(to)));
    all.add(new Link(say(locale, "kit.privacy"), to.base() + "/privacy"));
    return all;
  }

  /** By the number alone: what a service says in words is in its own language. */
  static String sky(Sky sky) {
    return switch (sky.group()) {
      case 2 -> "sky.thunder";
      case 3 -> "sky.drizzle";
      case 5 -> "sky.rain";
      case 6 -> "sky.snow";
      case 7 -> "sky.mist";
      default -> sky.isClear() ? "sky.clear" : "sky.clouds";
    };
  }

  private static String date(LocalDate date, Locale locale) {
    Locale region = locale.getLanguage().equals("de") ? Locale.GERMANY : Locale.UK;
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(region).format(date);
  }

  private String say(Locale locale, String key, Object... arguments) {
    return texts.say(locale, key, arguments);
  }
}
