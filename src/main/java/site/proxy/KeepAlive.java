package site.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Locale;

/** Decides whether and how long a connection may be used again after a response (RFC 9112 9.3). */
final class KeepAlive {
  /** How long an idle connection is kept where the target says nothing. */
  static final Duration DEFAULT = Duration.ofSeconds(20);

  private KeepAlive() {}

  static boolean persists(HttpVersion version, MultiMap headers) {
    boolean keep = version == HttpVersion.HTTP_1_1;
    for (String value : headers.getAll("connection")) {
      for (String option : value.split(",", -1)) {
        switch (option.trim().toLowerCase(Locale.ROOT)) {
          case "close":
            return false;
          case "keep-alive":
            keep = true;
            break;
          default:
        }
      }
    }
    return keep;
  }

  /**
   * The time a target announces ({@code Keep-Alive: timeout=5}, RFC 2068 19.7.1.1), less a second,
   * so that we close first.
   */
  static Duration idle(MultiMap headers) {
    String value = headers.get("keep-alive");
    if (value == null) {
      return DEFAULT;
    }
    for (String parameter : value.split(",", -1)) {
      String text = parameter.trim();
      if (text.matches("timeout=[0-9]{1,6}")) {
        Duration announced = Duration.ofSeconds(Long.parseLong(text.substring(8)) - 1);
        return announced.compareTo(DEFAULT) < 0 ? announced : DEFAULT;
      }
    }
    return DEFAULT;
  }
}
