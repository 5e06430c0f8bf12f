package site.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How often and how many at a time.
 *
 * @param name where it stands; limits with the same name count together
 * @param rates a request has to keep all of them; none for as often as one likes
 * @param key what is counted by
 * @param connections requests at a time, absent for any number
 */
public record LimitConfig(String name, List<Burst> rates, Key key, Optional<Integer> connections) {

  /**
   * A rate in the long run.
   *
   * @param size requests that may come at once
   */
  public record Burst(Rate rate, int size) {}

  /** What tells clients apart. */
  public enum Kind {
    /** The address; of an IPv6 address the first 64 bits. */
    CLIENT,
    /** The value of a header. */
    HEADER,
    /** The value of a cookie. */
    COOKIE,
    /** Nothing: all count together. */
    ROUTE
  }

  /**
   * What is counted by.
   *
   * @param name of the header, in lower case, or the cookie; else empty
   */
  public record Key(Kind kind, String name) {
    @Override
    public String toString() {
      return kind.name().toLowerCase(Locale.ROOT) + (name.isEmpty() ? "" : ":" + name);
    }
  }
}
