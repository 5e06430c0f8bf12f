package rain;

import java.text.NumberFormat;
import java.util.Locale;

/** How amounts of rain are shown; they are kept in millimetres. */
enum Unit {
  MM(1, 1),
  IN(25.4, 2);

  private final double millimetres;
  private final int digits;

  Unit(double millimetres, int digits) {
    this.millimetres = millimetres;
    this.digits = digits;
  }

  /** What was asked for, else what people use where the browser says it is. */
  static Unit of(String asked, String acceptLanguage) {
    if (asked.equals("in") || asked.equals("mm")) {
      return asked.equals("in") ? IN : MM;
    }
    return acceptLanguage != null && acceptLanguage.startsWith("en-US") ? IN : MM;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String number(double mm, Locale locale) {
    NumberFormat format = NumberFormat.getInstance(locale);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(mm / millimetres);
  }

  String text(double mm, Locale locale) {
    return number(mm, locale) + " " + word();
  }
}
