package site.http;

import java.util.Locale;

/** Reads what a client would like to get (RFC 9110 12.5.1). */
public final class Accept {
  private static final int WHOLLY = 1000;

  private Accept() {}

  /**
   * How much a media type is wanted by its own name; wildcards do not count, so that {@code * / *}
   * asks for nothing in particular.
   *
   * @param field the {@code Accept} field, null when there is none
   * @param type in lower case, such as {@code text/html}
   * @return thousandths, 0 for not wanted or not named
   */
  public static int named(String field, String type) {
    if (field == null) {
      return 0;
    }
    int best = 0;
    for (String range : field.split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].trim().toLowerCase(Locale.ROOT).equals(type)) {
        best = Math.max(best, quality(parts));
      }
    }
    return best;
  }

  private static int quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        return thousandths(parameter.substring(2));
      }
    }
    return WHOLLY;
  }

  /** RFC 9110 12.4.2: at most three digits behind the point; what is none of that counts 0. */
  private static int thousandths(String weight) {
    if (weight.matches("1(\\.0{0,3})?")) {
      return WHOLLY;
    }
    if (!weight.matches("0(\\.\\d{0,3})?")) {
      return 0;
    }
    String digits = weight.length() > 2 ? weight.substring(2) : "";
    return Integer.parseInt((digits + "000").substring(0, 3));
  }
}
