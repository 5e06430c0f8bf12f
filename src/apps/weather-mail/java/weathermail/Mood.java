package weathermail;

import java.util.Locale;
import java.util.Set;
import kit.weather.Forecast.Slot;

/** What a letter makes of the day; the first that fits, in this order. */
enum Mood {
  ROUGH,
  SNOW,
  WET,
  GREY,
  BRIGHT,
  CRISP,
  WARMER,
  COOLER,
  PLAIN;

  /** Heavy rain, heavy snow, ash, squalls and tornadoes, by OpenWeatherMap's numbers. */
  private static final Set<Integer> HEAVY = Set.of(502, 503, 504, 511, 602, 622, 762, 771, 781);

  private static final int THUNDER = 2;
  private static final int DRIZZLE = 3;
  private static final int RAIN = 5;
  private static final int SNOWFALL = 6;
  private static final double STORM = 17; // m/s: what a gale begins with
  private static final double COLD = 5;
  private static final double NOTICED = 2.8; // °C: five degrees Fahrenheit

  static Mood of(Day day) {
    if (day.skies().anyMatch(id -> id / 100 == THUNDER || HEAVY.contains(id))
        || day.gust() >= STORM) {
      return ROUGH;
    }
    if (isSnowy(day)) {
      return SNOW;
    }
    if (isWet(day)) {
      return WET;
    }
    int now = day.now().sky().id();
    if (now >= 701 && now <= 761) {
      return GREY;
    }
    if (day.now().sky().isClear() || day.isMostlyClear()) {
      return day.max() >= COLD ? BRIGHT : CRISP;
    }
    return byTomorrow(day.warmerBy());
  }

  private static boolean isSnowy(Day day) {
    return day.now().sky().group() == SNOWFALL
        || (day.snow() >= 0.5 && day.skies().anyMatch(id -> id / 100 == SNOWFALL));
  }

  private static boolean isWet(Day day) {
    return isRain(day.now().sky().group())
        || day.rain() >= 1
        || day.rest().stream().anyMatch(Mood::isLikelyRain);
  }

  private static boolean isLikelyRain(Slot slot) {
    return isRain(slot.sky().group()) && slot.chance() >= 0.5;
  }

  private static boolean isRain(int group) {
    return group == DRIZZLE || group == RAIN;
  }

  private static Mood byTomorrow(double warmerBy) {
    if (warmerBy >= NOTICED) {
      return WARMER;
    }
    return warmerBy <= -NOTICED ? COOLER : PLAIN;
  }

  /**
   * The five steps of the page this app replaces, for who compares: words of the sky now, and
   * degrees Fahrenheit.
   */
  static Mood classic(Day day) {
    String sky =
        (day.now().sky().main() + "-" + day.now().sky().description()).toLowerCase(Locale.ROOT);
    double warmerBy = day.warmerBy() * 9 / 5;
    if (sky.contains("sunny") || sky.contains("clear")) {
      return BRIGHT;
    }
    if (warmerBy >= 5) {
      return WARMER;
    }
    if (sky.contains("mist")) {
      return GREY;
    }
    if (sky.contains("snow") || sky.contains("sleet") || sky.contains("hail")) {
      return SNOW;
    }
    if (sky.contains("rain")) {
      return WET;
    }
    return warmerBy <= -5 ? COOLER : PLAIN;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
