package site.revision;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Living things that outlive revisions: each is known by the record it was made from, and while the
 * next configuration holds an equal record, the thing is kept as it is. That is why a reload
 * touches nothing it need not.
 *
 * @param <K> what the operator wrote, with {@code equals} by value
 * @param <V> what lives because of it
 */
final class Kept<K, V> {
  private final Function<K, Future<V>> open;
  private final Function<V, Future<Void>> close;
  private volatile Map<K, V> live = Map.of();

  /**
   * Keeps nothing yet.
   *
   * @param open makes a thing; fails with a sentence for the operator
   * @param close ends a thing nobody uses any more
   */
  Kept(Function<K, Future<V>> open, Function<V, Future<Void>> close) {
    this.open = open;
    this.close = close;
  }

  /** What is alive at present. */
  Map<K, V> live() {
    return live;
  }

  /**
   * Opens what is wanted and not yet there. When one cannot be opened the others opened here are
   * closed again and nothing has changed.
   */
  Future<Change> change(Collection<K> wanted) {
    Map<K, Future<V>> opening = new LinkedHashMap<>();
    for (K key : wanted) {
      if (!live.containsKey(key)) {
        opening.computeIfAbsent(key, open);
      }
    }
    return Future.join(List.copyOf(opening.values()))
        .map(all -> new Change(wanted, opening))
        .recover(t -> closeOpened(opening).transform(v -> Future.failedFuture(t)));
  }

  private Future<Void> closeOpened(Map<K, Future<V>> opening) {
    return Future.join(
            opening.values().stream()
                .filter(Future::succeeded)
                .map(opened -> close.apply(opened.result()))
                .toList())
        .mapEmpty();
  }

  /** What the next revision lives on, not yet decided. Ends with one commit or one abort. */
  final class Change implements Step {
    private final Map<K, V> next = new LinkedHashMap<>();
    private final List<V> fresh = new ArrayList<>();

    private Change(Collection<K> wanted, Map<K, Future<V>> opened) {
      for (K key : wanted) {
        V value = live.get(key);
        next.put(key, value != null ? value : opened.get(key).result());
      }
      opened.values().forEach(future -> fresh.add(future.result()));
    }

    V get(K key) {
      return next.get(key);
    }

    Map<K, V> all() {
      return next;
    }

    @Override
    public int added() {
      return fresh.size();
    }

    @Override
    public Surplus commit() {
      List<V> surplus = new ArrayList<>();
      live.forEach(
          (key, value) -> {
            if (!next.containsKey(key)) {
              surplus.add(value);
            }
          });
      live = next;
      return new Surplus(surplus.size(), () -> closeAll(surplus));
    }

    @Override
    public Future<Void> abort() {
      return closeAll(fresh);
    }
  }

  private Future<Void> closeAll(List<V> values) {
    return Future.join(values.stream().map(close).toList()).mapEmpty();
  }

  /** Closes everything, at the end of the process. */
  Future<Void> closeAll() {
    List<V> all = List.copyOf(live.values());
    live = Map.of();
    return closeAll(all);
  }
}
