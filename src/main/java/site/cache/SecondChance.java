package site.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Entries up to a weight; over it, the one that waited longest goes unless it was used meanwhile.
 * So a hit costs one flag and no lock, and what nobody asks for a second time goes first.
 */
final class SecondChance {
  private final Consumer<Entry> dropped;
  private final Map<Entry, Long> round = new LinkedHashMap<>();
  private long limit;
  private long weight;

  SecondChance(long limit, Consumer<Entry> dropped) {
    this.limit = limit;
    this.dropped = dropped;
  }

  synchronized void limit(long bytes) {
    limit = bytes;
    shrink();
  }

  synchronized void add(Entry entry, long bytes) {
    Long before = round.put(entry, bytes);
    weight += bytes - (before == null ? 0 : before);
    shrink();
  }

  synchronized void remove(Entry entry) {
    Long bytes = round.remove(entry);
    weight -= bytes == null ? 0 : bytes;
  }

  synchronized long weight() {
    return weight;
  }

  synchronized int count() {
    return round.size();
  }

  private void shrink() {
    while (weight > limit && !round.isEmpty()) {
      Map.Entry<Entry, Long> oldest = round.entrySet().iterator().next();
      Entry entry = oldest.getKey();
      long bytes = oldest.getValue();
      round.remove(entry);
      if (entry.takeUsed()) {
        round.put(entry, bytes);
      } else {
        weight -= bytes;
        dropped.accept(entry);
      }
    }
  }
}
