package site.middleware.oidc;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our cookies. Over TLS their names begin with {@code __Host-}, so that no other host and no plain
 * page can set them (RFC 6265bis 4.1.3.2); without TLS they serve for trying things out.
 */
record Cookies(boolean secure) {
  private static final String SESSION = "oidc-session";
  private static final String LOGIN = "oidc-login-";

  /** Who begins more ways at a time has lost them. */
  private static final int MOST_LOGINS = 5;

  /** Browsers need not keep more (RFC 6265 6.1). */
  private static final int LONGEST = 3800;

  String session() {
    return (secure ? "__Host-" : "") + SESSION;
  }

  /** Each way has its own, so that two windows don't disturb each other. */
  String login(String state) {
    return (secure ? "__Host-" : "") + LOGIN + state.substring(0, Math.min(8, state.length()));
  }

  static Optional<String> value(MultiMap headers, String name) {
    return pairs(headers).stream()
        .filter(pair -> nameOf(pair).equals(name))
        .map(pair -> pair.substring(pair.indexOf('=') + 1))
        .findFirst();
  }

  /** The names of ways begun, when there are too many. */
  static List<String> abandoned(MultiMap headers) {
    List<String> logins =
        pairs(headers).stream().map(Cookies::nameOf).filter(Cookies::isLogin).toList();
    return logins.size() < MOST_LOGINS ? List.of() : logins;
  }

  private static boolean isLogin(String name) {
    return name.replaceFirst("^__Host-", "").startsWith(LOGIN);
  }

  /** What stands behind us has no use for our cookies. */
  static void hide(MultiMap headers) {
    List<String> pairs = pairs(headers);
    List<String> others = pairs.stream().filter(pair -> !isOurs(nameOf(pair))).toList();
    if (others.size() == pairs.size()) {
      return;
    }
    headers.remove(HttpHeaders.COOKIE);
    if (!others.isEmpty()) {
      headers.set(HttpHeaders.COOKIE, String.join("; ", others));
    }
  }

  private static boolean isOurs(String name) {
    return isLogin(name) || name.replaceFirst("^__Host-", "").equals(SESSION);
  }

  private static List<String> pairs(MultiMap headers) {
    List<String> pairs = new ArrayList<>();
    for (String field : headers.getAll(HttpHeaders.COOKIE)) {
      for (String pair : field.split(";", -1)) {
        pairs.add(pair.strip());
      }
    }
    return pairs;
  }

  private static String nameOf(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? "" : pair.substring(0, equals);
  }

  /**
   * A field that sets one.
   *
   * @param seconds how long it lasts
   * @throws IllegalArgumentException when no browser would keep it
   */
  String set(String name, String value, long seconds) {
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException(value.length() + " bytes are too many for a cookie");
    }
    // Lax, as the way back from the provider begins on its pages.
    return name
        + "="
        + value
        + "; Path=/; Max-Age="
        + seconds
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  String delete(String name) {
    return set(name, "", 0);
  }
}
