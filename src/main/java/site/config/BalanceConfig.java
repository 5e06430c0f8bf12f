package site.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Who of an upstream's targets gets the next request.
 *
 * @param key what {@link Policy#HASH} looks at, absent for the other policies
 * @param stickyCookie the cookie by which a client keeps its target
 * @param slowStart how long a target that came back is eased in; zero for not at all
 */
public record BalanceConfig(
    Policy policy,
    Optional<HashKey> key,
    Optional<String> stickyCookie,
    Duration slowStart,
    Queue queue) {

  /** What an upstream does whose configuration says nothing. */
  public static final BalanceConfig DEFAULT =
      new BalanceConfig(
          Policy.ROUND_ROBIN,
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          new Queue(1000, Duration.ofSeconds(5)));

  /** How a target is chosen. */
  public enum Policy {
    ROUND_ROBIN,
    LEAST_REQUESTS,
    RANDOM_TWO,
    IP_HASH,
    HASH,
    FIRST
  }

  /**
   * The part of a request that decides.
   *
   * @param name of the field, cookie or parameter; a field's in lower case
   */
  public record HashKey(Source source, String name) {
    /** Where it stands; {@code ANY} is the first of the three that is there. */
    public enum Source {
      ANY,
      HEADER,
      COOKIE,
      QUERY
    }
  }

  /**
   * Who waits while every target has as many requests as it may.
   *
   * @param size requests at most; above that they are refused
   * @param time how long at most
   */
  public record Queue(int size, Duration time) {}
}
