package site.proxy;

import java.util.List;
import java.util.regex.Pattern;

/** Decides whether the answer to a check is good. */
final class HealthRules {
  /** Bytes of the answer that are looked at. */
  static final int MAX_BODY = 64 * 1024;

  private HealthRules() {}

  /** Whether the status is among {@code 204}, {@code 2xx} and the like. */
  static boolean isGood(int status, List<String> good) {
    return good.contains(Integer.toString(status)) || good.contains(status / 100 + "xx");
  }

  static boolean contains(String body, String wanted) {
    return wanted.startsWith("~")
        ? Pattern.compile(wanted.substring(1).strip()).matcher(body).find()
        : body.contains(wanted);
  }
}
