package site.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;

/** Decides whether and how long a connection may be used again after a response (RFC 9112 9.3). */
final class KeepAlive {
  /** How long an idle connection is kept where the target says nothing. */
  static final Duration DEFAULT = Duration.ofSeconds(20);

  private KeepAlive() {}

  static boolean persists(HttpVersion version, MultiMap headers) {
    List<String> options = headers.getAll("connection");
    if (names(options, "close")) {
      return false;
    }
    return version == HttpVersion.HTTP_1_1 || names(options, "keep-alive");
  }

  /** Whether one of the lists has the option, whatever its case. */
  static boolean names(List<String> lists, String option) {
    for (String list : lists) {
      for (String one : list.split(",", -1)) {
        if (one.trim().equalsIgnoreCase(option)) {
          return true;
        }
      }
    }
    return false;
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
