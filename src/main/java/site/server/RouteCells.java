package site.server;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import site.http.Exchange;

/** What the requests of one route came to on one event loop. */
final class RouteCells {
  private static final int CLASSES = 5;
  private static final int NANOS = CLASSES;
  private static final int RECEIVED = NANOS + 1;
  private static final int SENT = RECEIVED + 1;
  private static final int BUCKETS = SENT + 1;
  private static final int CELLS = BUCKETS + TrafficState.BOUNDS_MILLIS.size() + 1;

  private static final long[] BOUNDS_NANOS =
      TrafficState.BOUNDS_MILLIS.stream().mapToLong(millis -> millis * 1_000_000).toArray();

  private final AtomicLongArray cells = new AtomicLongArray(CELLS);

  void count(Exchange exchange) {
    long nanos = exchange.nanos();
    Cells.add(cells, statusClass(exchange.status()), 1);
    Cells.add(cells, NANOS, nanos);
    Cells.add(cells, RECEIVED, exchange.request().bytesRead());
    Cells.add(cells, SENT, exchange.sentBytes());
    Cells.add(cells, BUCKETS + bucket(nanos), 1);
  }

  private static int statusClass(int status) {
    return Math.max(1, Math.min(CLASSES, status / 100)) - 1;
  }

  /** The first whose bound is not below. */
  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  void addTo(Sum sum) {
    for (int i = 0; i < CELLS; i++) {
      sum.cells[i] += cells.getOpaque(i);
    }
  }

  /** The same cells of several loops. */
  static final class Sum {
    private final long[] cells = new long[CELLS];

    TrafficState.RouteTraffic state(String site, String route) {
      return new TrafficState.RouteTraffic(
          site,
          route,
          list(0, CLASSES),
          list(BUCKETS, CELLS),
          cells[NANOS] / 1e9,
          cells[RECEIVED],
          cells[SENT]);
    }

    private List<Long> list(int from, int to) {
      return LongStream.of(Arrays.copyOfRange(cells, from, to)).boxed().toList();
    }
  }
}
