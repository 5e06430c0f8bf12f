package weathermail;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What temperatures, winds and rain are told in. */
enum Units {
  METRIC,
  IMPERIAL;

  private static final Set<String> IMPERIAL_COUNTRIES = Set.of("US", "LR", "MM");
  private static final double MPH_PER_METRE_PER_SECOND = 2.236936;
  private static final double KMH_PER_METRE_PER_SECOND = 3.6;
  private static final double MM_PER_INCH = 25.4;

  /** Those people there are used to. */
  static Units usualIn(String country) {
    return IMPERIAL_COUNTRIES.contains(country) ? IMPERIAL : METRIC;
  }

  static Optional<Units> of(String word) {
    return switch (word) {
      case "metric" -> Optional.of(METRIC);
      case "imperial" -> Optional.of(IMPERIAL);
      default -> Optional.empty();
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A temperature, without decimals.
   *
   * @param celsius in degrees Celsius
   */
  String temperature(double celsius) {
    return this == METRIC ? rounded(celsius) + " °C" : rounded(celsius * 9 / 5 + 32) + " °F";
  }

  /**
   * A wind.
   *
   * @param speed in metres per second
   */
  String wind(double speed) {
    return this == METRIC
        ? rounded(speed * KMH_PER_METRE_PER_SECOND) + " km/h"
        : rounded(speed * MPH_PER_METRE_PER_SECOND) + " mph";
  }

  /**
   * What falls.
   *
   * @param mm in millimetres of water
   */
  String fall(double mm, Locale locale) {
    NumberFormat format = NumberFormat.getInstance(locale);
    format.setMaximumFractionDigits(this == METRIC ? 1 : 2);
    return this == METRIC ? format.format(mm) + " mm" : format.format(mm / MM_PER_INCH) + " in";
  }

  /** Half away from zero: -0.5 is -1. */
  private static long rounded(double number) {
    return BigDecimal.valueOf(number).setScale(0, RoundingMode.HALF_UP).longValue();
  }
}
