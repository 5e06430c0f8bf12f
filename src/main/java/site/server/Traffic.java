package site.server;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import site.http.Refusal;

/**
 * What all requests came to since the server started. Each event loop counts for itself, in cells
 * nobody else writes, so that counting takes no lock; whoever asks adds them up. Outlives revisions
 * and listeners: a counter never goes back.
 */
public final class Traffic {
  private final Map<Thread, LoopTraffic> loops = new ConcurrentHashMap<>();

  /** The counters of the event loop this is called on, whose requests alone they may count. */
  LoopTraffic ofThisLoop() {
    return loops.computeIfAbsent(Thread.currentThread(), loop -> new LoopTraffic());
  }

  /** The sum at this moment. */
  public TrafficState state() {
    Collection<LoopTraffic> all = loops.values();
    Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    for (Refusal reason : Refusal.values()) {
      refused.put(reason, all.stream().mapToLong(loop -> loop.refused(reason)).sum());
    }
    return new TrafficState(
        routes(all), all.stream().mapToLong(LoopTraffic::inFlight).sum(), refused);
  }

  private static List<TrafficState.RouteTraffic> routes(Collection<LoopTraffic> all) {
    Map<RouteName, RouteCells.Sum> sums = new LinkedHashMap<>();
    all.forEach(
        loop ->
            loop.forEachRoute(
                (name, cells) ->
                    cells.addTo(sums.computeIfAbsent(name, n -> new RouteCells.Sum()))));
    return sums.entrySet().stream()
        .map(entry -> entry.getValue().state(entry.getKey().site(), entry.getKey().route()))
        .toList();
  }

  /** A route of whichever revision. */
  record RouteName(String site, String route) {}
}
