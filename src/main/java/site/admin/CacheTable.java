package site.admin;

import java.util.List;
import site.cache.CacheState;
import site.cache.StoredItem;

/** Caches and what they hold, for people. */
final class CacheTable {
  private static final String ITEM = "%6s %10s %8s %8s  %-11s %s%s%n";

  private CacheTable() {}

  static String items(List<StoredItem> items) {
    if (items.isEmpty()) {
      return "nothing is stored\n";
    }
    StringBuilder text =
        new StringBuilder(ITEM.formatted("status", "bytes", "age", "ttl", "where", "url", ""));
    for (StoredItem item : items) {
      text.append(
          ITEM.formatted(
              item.status(),
              item.bytes(),
              item.ageSeconds(),
              item.ttlSeconds(),
              item.place().replace(' ', '+'),
              item.url(),
              item.vary().isEmpty() ? "" : " (varies by " + item.vary() + ")"));
    }
    return text.toString();
  }

  static String states(List<CacheState> states) {
    if (states.isEmpty()) {
      return "no cache is configured\n";
    }
    StringBuilder text = new StringBuilder();
    states.forEach(state -> state(text, state));
    return text.toString();
  }

  private static void state(StringBuilder text, CacheState state) {
    text.append(state.name()).append('\n');
    line(text, "entries", state.entries());
    line(text, "bytes", state.bytes() + " of " + state.maxBytes());
    line(text, "in memory", state.memoryBytes());
    line(text, "hits", state.hits());
    line(text, "stale", state.stale());
    line(text, "misses", state.misses());
    line(text, "validated", state.validated());
    line(text, "bypassed", state.bypassed());
    line(text, "collapsed", state.collapsed());
    line(text, "stored", state.stored());
    line(text, "evicted", state.evicted());
    line(text, "purged", state.purged());
    line(text, "damaged", state.damaged());
    line(text, "not written", state.notWritten());
  }

  private static void line(StringBuilder text, String subject, Object finding) {
    text.append("  %-12s %s%n".formatted(subject, finding));
  }
}
