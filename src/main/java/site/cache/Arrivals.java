package site.cache;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The responses that are just arriving: what is purged meanwhile must not be stored. */
final class Arrivals {
  private final Set<Pending> all = ConcurrentHashMap.newKeySet();

  Pending expect(String url) {
    Pending arriving = new Pending(url);
    all.add(arriving);
    return arriving;
  }

  void arrived(Pending arriving) {
    all.remove(arriving);
  }

  /** Those it hits will not be stored. */
  void spoil(Predicate<Pending> hit) {
    all.stream().filter(hit).forEach(Pending::spoil);
  }
}
