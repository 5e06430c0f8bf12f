package site.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import site.http.Exchange;
import site.http.Refusal;

/**
 * The counters of one event loop, written by it alone and read by anyone. A request finds its cells
 * by the texts of its site and route, which are those of the configuration; so nothing is made for
 * it but the cells of a route that was never asked before.
 */
final class LoopTraffic {
  /** Sites and routes may come and go with every reload; what comes later is counted as one. */
  static final int MOST_ROUTES = 1_000;

  private static final String REST = "(others)";
  private static final int BEGUN = 0;
  private static final int ENDED = 1;

  private final Map<String, Map<String, RouteCells>> sites = new ConcurrentHashMap<>();
  private final AtomicLongArray exchanges = new AtomicLongArray(2);
  private final Map<Refusal, AtomicLongArray> refused = new EnumMap<>(Refusal.class);
  private int routes;

  LoopTraffic() {
    for (Refusal reason : Refusal.values()) {
      refused.put(reason, new AtomicLongArray(1));
    }
  }

  void began() {
    Cells.add(exchanges, BEGUN, 1);
  }

  /** Counts an exchange that is over. */
  @SuppressWarnings("EnumOrdinal") // the index of an array that does not outlive the process
  void ended(Exchange exchange) {
    Cells.add(exchanges, ENDED, 1);
    if (exchange.refusal() != null) {
      Cells.add(refused.get(exchange.refusal()), 0, 1);
    }
    cells(exchange.site(), exchange.route()).count(exchange);
  }

  /** Counts a request that never became an exchange. */
  void refusedAsMalformed() {
    Cells.add(refused.get(Refusal.MALFORMED), 0, 1);
  }

  private RouteCells cells(String site, String route) {
    Map<String, RouteCells> ofSite = sites.get(site);
    RouteCells known = ofSite == null ? null : ofSite.get(route);
    return known != null ? known : added(site, route);
  }

  private RouteCells added(String site, String route) {
    if (routes >= MOST_ROUTES && !site.equals(REST)) {
      return cells(REST, REST);
    }
    routes++;
    RouteCells fresh = new RouteCells();
    sites.computeIfAbsent(site, name -> new ConcurrentHashMap<>()).put(route, fresh);
    return fresh;
  }

  long inFlight() {
    // ended first: what begins between the two reads may be missed, but it is never less than none
    long ended = exchanges.getAcquire(ENDED);
    return exchanges.getAcquire(BEGUN) - ended;
  }

  @SuppressWarnings("EnumOrdinal") // as above
  long refused(Refusal reason) {
    return refused.get(reason).getOpaque(0);
  }

  void forEachRoute(BiConsumer<Traffic.RouteName, RouteCells> consumer) {
    sites.forEach(
        (site, ofSite) ->
            ofSite.forEach(
                (route, cells) -> consumer.accept(new Traffic.RouteName(site, route), cells)));
  }
}
