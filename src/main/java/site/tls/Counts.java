package site.tls;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each of a few things happened; all event loops count, and nobody waits for another. */
public final class Counts<E extends Enum<E>> {
  private final Class<E> things;
  private final Map<E, LongAdder> counters;

  /** Begins with a zero for each. */
  public Counts(Class<E> things) {
    this.things = things;
    this.counters = new EnumMap<>(things);
    for (E thing : things.getEnumConstants()) {
      counters.put(thing, new LongAdder());
    }
  }

  /** It happened once more. */
  public void add(E thing) {
    counters.get(thing).increment();
  }

  /** The numbers by now, those that are zero included, in the order of the enum. */
  public Map<E, Long> sums() {
    Map<E, Long> sums = new EnumMap<>(things);
    counters.forEach((thing, counter) -> sums.put(thing, counter.sum()));
    return sums;
  }
}
