package kit;

import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Writes numbers and amounts of money. A format is dear to make, so each is made once. */
final class Numbers {
  private record Kind(Locale locale, String currency) {}

  private final Map<Kind, NumberFormat> formats = new ConcurrentHashMap<>();

  String number(Locale locale, Number number) {
    NumberFormat format = of(new Kind(locale, ""), () -> NumberFormat.getInstance(locale));
    synchronized (format) { // it is not made for several threads
      return format.format(number);
    }
  }

  String money(Locale region, long cents, String currency) {
    NumberFormat format = of(new Kind(region, currency), () -> of(region, currency));
    synchronized (format) {
      return format.format(cents / 100.0);
    }
  }

  private NumberFormat of(Kind kind, Supplier<NumberFormat> made) {
    return formats.computeIfAbsent(kind, k -> made.get());
  }

  private static NumberFormat of(Locale region, String currency) {
    NumberFormat format = NumberFormat.getCurrencyInstance(region);
    format.setCurrency(Currency.getInstance(currency));
    return format;
  }
}
