package site.proxy;

import java.util.List;
import java.util.Optional;

/** Reads the cookies of a request (RFC 6265 4.2.1), however many fields they came in. */
final class Cookies {
  private Cookies() {}

  /** The value of the first cookie of this name. */
  static Optional<String> value(List<String> fields, String name) {
    for (String field : fields) {
      for (String pair : field.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals >= 0 && pair.substring(0, equals).trim().equals(name)) {
          return Optional.of(unquoted(pair.substring(equals + 1).trim()));
        }
      }
    }
    return Optional.empty();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
