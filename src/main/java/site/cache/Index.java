package site.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The stored responses by address, up to a weight. Looking one up takes no lock. */
final class Index {
  /** Of one address; the oldest goes. An origin that varies by more has no use for a cache. */
  private static final int MAX_VARIANTS = 64;

  private final Map<String, List<Entry>> byUrl = new ConcurrentHashMap<>();
  private final SecondChance places;
  private final Consumer<Entry> evicted;

  Index(long maxWeight, Consumer<Entry> evicted) {
    this.evicted = evicted;
    this.places = new SecondChance(maxWeight, this::evict);
  }

  /** What answers a request, the newest of several (RFC 9111 4.1); null for nothing. */
  Entry find(String url, String route, Function<String, List<String>> request) {
    List<Entry> variants = byUrl.get(url);
    if (variants == null) {
      return null;
    }
    for (int i = variants.size() - 1; i >= 0; i--) {
      if (variants.get(i).isFor(route, request)) {
        return variants.get(i);
      }
    }
    return null;
  }

  /** All that is stored for an address. */
  List<Entry> variants(String url) {
    return byUrl.getOrDefault(url, List.of());
  }

  /**
   * Adds an entry.
   *
   * @return those it stands in for now, which are gone
   */
  List<Entry> put(Entry entry, Function<String, List<String>> request) {
    List<Entry> gone = new ArrayList<>();
    byUrl.compute(entry.address().url(), (url, variants) -> with(variants, entry, request, gone));
    gone.forEach(places::remove);
    places.add(entry, entry.weight());
    return gone;
  }

  private static List<Entry> with(
      List<Entry> variants, Entry entry, Function<String, List<String>> request, List<Entry> gone) {
    List<Entry> next = new ArrayList<>();
    for (Entry other : variants == null ? List.<Entry>of() : variants) {
      (other.isFor(entry.address().route(), request) ? gone : next).add(other);
    }
    if (next.size() >= MAX_VARIANTS) {
      gone.add(next.remove(0));
    }
    next.add(entry);
    return List.copyOf(next);
  }

  /** Adds what was found on disk, unless something newer is there already. */
  boolean restore(Entry entry) {
    List<Entry> now =
        byUrl.compute(
            entry.address().url(),
            (url, variants) -> {
              List<Entry> others = variants == null ? List.of() : variants;
              boolean known = others.stream().anyMatch(other -> isSameSelection(other, entry));
              return known ? others : with(others, entry, name -> List.of("\0"), new ArrayList<>());
            });
    if (now.contains(entry)) {
      places.add(entry, entry.weight());
      return true;
    }
    return false;
  }

  private static boolean isSameSelection(Entry one, Entry other) {
    return one.address().equals(other.address()) && one.vary().equals(other.vary());
  }

  /** True when it was there. */
  boolean remove(Entry entry) {
    boolean[] removed = {false};
    byUrl.computeIfPresent(
        entry.address().url(),
        (url, variants) -> {
          List<Entry> next = new ArrayList<>(variants);
          removed[0] = next.remove(entry);
          return next.isEmpty() ? null : List.copyOf(next);
        });
    places.remove(entry);
    return removed[0];
  }

  private void evict(Entry entry) {
    remove(entry);
    evicted.accept(entry);
  }

  List<Entry> all() {
    return byUrl.values().stream().flatMap(Collection::stream).toList();
  }

  void limit(long maxWeight) {
    places.limit(maxWeight);
  }

  long weight() {
    return places.weight();
  }

  int count() {
    return places.count();
  }
}
