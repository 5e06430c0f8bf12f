package site.server;

import java.util.List;
import java.util.Map;
import site.http.Refusal;

/**
 * What requests came to since the server started.
 *
 * @param inFlight begun and not yet over, whatever the revision
 * @param refused how many we answered with an error of our own, by reason
 */
public record TrafficState(List<RouteTraffic> routes, long inFlight, Map<Refusal, Long> refused) {

  /** Upper ends of the buckets of {@link RouteTraffic#durations}; one more has no end. */
  public static final List<Integer> BOUNDS_MILLIS =
      List.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);

  /**
   * What the requests of one route came to.
   *
   * @param site first host, empty for requests that found none
   * @param route path pattern, empty for requests that found none
   * @param byClass requests by the first digit of the status, 1 to 5
   * @param durations requests by {@link #BOUNDS_MILLIS}
   * @param seconds all durations together
   * @param received bytes of bodies
   * @param sent bytes of bodies
   */
  public record RouteTraffic(
      String site,
      String route,
      List<Long> byClass,
      List<Long> durations,
      double seconds,
      long received,
      long sent) {

    public long requests() {
      return byClass.stream().mapToLong(Long::longValue).sum();
    }

    /** Those answered with a status of 500 or above. */
    public long errors() {
      return byClass.get(4);
    }
  }

  /** All requests that are over. */
  public long requests() {
    return routes.stream().mapToLong(RouteTraffic::requests).sum();
  }
}
