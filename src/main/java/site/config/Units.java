package site.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads numbers with a unit. Pure. */
final class Units {
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

  /** What people write who come from elsewhere. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("sec", "s"),
          Map.entry("secs", "s"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("min", "m"),
          Map.entry("mins", "m"),
          Map.entry("minute", "m"),
          Map.entry("minutes", "m"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"),
          Map.entry("day", "d"),
          Map.entry("days", "d"),
          Map.entry("k", "KiB"),
          Map.entry("kb", "KiB"),
          Map.entry("kib", "KiB"),
          Map.entry("m", "MiB"),
          Map.entry("mb", "MiB"),
          Map.entry("mib", "MiB"),
          Map.entry("g", "GiB"),
          Map.entry("gb", "GiB"),
          Map.entry("gib", "GiB"));

  private Units() {}

  /** A number and what follows it. */
  private record Amount(long number, String unit) {}

  /** Reads {@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h} or {@code 10d}. */
  static Optional<Duration> duration(String text) {
    return amount(text)
        .filter(amount -> TIMES.containsKey(amount.unit))
        .map(amount -> TIMES.get(amount.unit).multipliedBy(amount.number));
  }

  /** Reads {@code 512B}, {@code 64KiB}, {@code 10MiB}, {@code 1GiB} or {@code 1TiB} as bytes. */
  static Optional<Long> size(String text) {
    return amount(text)
        .filter(amount -> SIZES.containsKey(amount.unit))
        .filter(amount -> amount.number <= Long.MAX_VALUE / SIZES.get(amount.unit))
        .map(amount -> SIZES.get(amount.unit) * amount.number);
  }

  /** Reads a number, at least 1, per {@code s}, {@code m}, {@code h} or {@code d}: {@code 50/h}. */
  static Optional<Rate> rate(String text) {
    return amount(text)
        .filter(amount -> amount.unit.matches("/[smhd]") && amount.number > 0)
        .map(amount -> new Rate(amount.number, TIMES.get(amount.unit.substring(1))));
  }

  /** Reads a size per second, {@code 240B/s}, as bytes. */
  static Optional<Long> byteRate(String text) {
    return text.endsWith("/s") ? size(text.substring(0, text.length() - 2)) : Optional.empty();
  }

  /** The nearest duration: seconds for a bare number, the short word for a long one. */
  static String nearestDuration(String text) {
    return nearest(text, "s", TIMES);
  }

  /** The nearest size: bytes for a bare number, powers of two for {@code MB} and {@code m}. */
  static String nearestSize(String text) {
    return nearest(text, "B", SIZES);
  }

  private static String nearest(String text, String bare, Map<String, ?> units) {
    return amount(text.replace(" ", ""))
        .map(
            amount -> {
              String unit = amount.unit.isEmpty() ? bare : known(amount.unit, units);
              return units.containsKey(unit) ? amount.number + unit : "";
            })
        .orElse("");
  }

  private static String known(String unit, Map<String, ?> units) {
    return units.containsKey(unit) ? unit : MEANT.getOrDefault(unit.toLowerCase(Locale.ROOT), "");
  }

  private static Optional<Amount> amount(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    // Twelve digits keep every product below within a long.
    if (digits == 0 || digits > 12) {
      return Optional.empty();
    }
    return Optional.of(
        new Amount(Long.parseLong(text.substring(0, digits)), text.substring(digits)));
  }
}
