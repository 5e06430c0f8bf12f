package site.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import site.http.Exchange;

/**
 * Tells everybody behind who it is: the log always, the action in a header where that is wanted.
 *
 * @param header in lower case
 */
record VerifiedUser(Optional<String> header) {

  /** Whatever the client says there, it is not what we found out. */
  void distrust(Exchange exchange) {
    header.ifPresent(name -> exchange.request().headers().remove(name));
  }

  void is(String name, Exchange exchange) {
    exchange.user(name);
    header.ifPresent(to -> exchange.request().headers().set(to, escaped(name)));
  }

  /** Octets that a header cannot carry are percent-encoded. */
  static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (byte octet : name.getBytes(UTF_8)) {
      boolean plain = octet >= ' ' && octet < 0x7f && octet != '%';
      text.append(
          plain
              ? String.valueOf((char) octet)
              : String.format(Locale.ROOT, "%%%02X", octet & 0xff));
    }
    return text.toString();
  }
}
