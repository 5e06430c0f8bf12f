package site.importer.nginx;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx' times, sizes and rates in our units. Pure. */
final class Values {
  private static final Pattern TIME = Pattern.compile("(\\d+)(ms|[smhdwMy]?)");
  private static final Pattern SIZE = Pattern.compile("(\\d+)([kKmMgG]?)");
  private static final Pattern RATE = Pattern.compile("(\\d+)r/([sm])");

  private Values() {}

  /** {@code 60}, {@code 1m30s} and {@code 30d}; empty when it is none. */
  static Optional<String> duration(String text) {
    return millis(text.replace(" ", "")).map(Values::shortest);
  }

  /** The same in seconds. */
  static Optional<Long> seconds(String text) {
    return millis(text.replace(" ", "")).map(millis -> millis / 1000);
  }

  private static Optional<Long> millis(String text) {
    Matcher part = TIME.matcher(text);
    long millis = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      millis += Long.parseLong(part.group(1)) * unit(part.group(2));
      end = part.end();
    }
    return end == 0 || end < text.length() ? Optional.empty() : Optional.of(millis);
  }

  /** {@code 10m}; empty when it is none. */
  static Optional<String> size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    String unit = size.group(2).toUpperCase(Locale.ROOT);
    return Optional.of(size.group(1) + (unit.isEmpty() ? "B" : unit + "iB"));
  }

  /** {@code 10r/s} as {@code 10/s}. */
  static Optional<String> rate(String text) {
    Matcher rate = RATE.matcher(text);
    return rate.matches()
        ? Optional.of(rate.group(1) + "/" + (rate.group(2).equals("s") ? "s" : "m"))
        : Optional.empty();
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      case "w" -> 7 * 86_400_000L;
      case "M" -> 30 * 86_400_000L;
      case "y" -> 365 * 86_400_000L;
      default -> 1000;
    };
  }

  private static String shortest(long millis) {
    if (millis % 86_400_000 == 0 && millis > 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0 && millis > 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
