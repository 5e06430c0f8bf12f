package site.revision;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import site.config.Address;
import site.server.Listeners;
import site.server.OpenListener;

/**
 * The listeners, kept like everything else with one difference: two cannot have the same address.
 * So one whose settings changed is closed before its successor opens, and opened again when
 * anything fails.
 */
final class KeptListeners {
  private final Listeners listeners;
  private volatile Map<Listeners.Spec, OpenListener> live = Map.of();

  KeptListeners(Listeners listeners) {
    this.listeners = listeners;
  }

  Collection<OpenListener> live() {
    return live.values();
  }

  /**
   * Opens what is new, in order; when one fails, all is as before.
   *
   * @param drain how long requests on a listener that must make room may take
   */
  Future<Change> change(Collection<Listeners.Spec> wanted, Duration drain) {
    Change change = new Change(wanted, drain);
    Future<Void> opened = Future.succeededFuture();
    for (Listeners.Spec spec : wanted) {
      opened = opened.compose(v -> change.take(spec));
    }
    return opened.map(change).recover(t -> change.abort().transform(v -> Future.failedFuture(t)));
  }

  /** Closes all of them; done when their last requests are over. */
  Future<Void> close(Duration drain) {
    List<Future<Void>> closing = live.values().stream().map(l -> l.close(drain)).toList();
    live = Map.of();
    return Future.join(closing).mapEmpty();
  }

  /** Listeners opened, not yet decided. Ends with one commit or one abort. */
  final class Change implements Step {
    private final Collection<Listeners.Spec> wanted;
    private final Duration drain;
    private final Map<Listeners.Spec, OpenListener> next = new LinkedHashMap<>();
    private final List<OpenListener> fresh = new ArrayList<>();
    private final List<OpenListener> madeRoom = new ArrayList<>();

    private Change(Collection<Listeners.Spec> wanted, Duration drain) {
      this.wanted = wanted;
      this.drain = drain;
    }

    private Future<Void> take(Listeners.Spec spec) {
      OpenListener kept = live.get(spec);
      if (kept != null) {
        next.put(spec, kept);
        return Future.succeededFuture();
      }
      return makeRoom(spec.config().address()).compose(v -> open(spec));
    }

    private Future<Void> makeRoom(Address address) {
      for (OpenListener listener : live.values()) {
        boolean inTheWay = listener.spec().config().address().equals(address);
        if (inTheWay && !wanted.contains(listener.spec()) && !madeRoom.contains(listener)) {
          madeRoom.add(listener);
          listener.close(drain);
          return listener.released();
        }
      }
      return Future.succeededFuture();
    }

    private Future<Void> open(Listeners.Spec spec) {
      return listeners
          .open(spec)
          .onSuccess(
              listener -> {
                fresh.add(listener);
                next.put(spec, listener);
              })
          .mapEmpty();
    }

    @Override
    public int added() {
      return fresh.size();
    }

    /** The surplus stops accepting at once and finishes what it has. */
    @Override
    public Surplus commit() {
      List<OpenListener> surplus = new ArrayList<>();
      live.forEach(
          (spec, listener) -> {
            if (!next.containsKey(spec) && !madeRoom.contains(listener)) {
              surplus.add(listener);
            }
          });
      live = next;
      List<Future<Void>> closing = surplus.stream().map(l -> l.close(drain)).toList();
      return new Surplus(surplus.size() + madeRoom.size(), () -> Future.join(closing).mapEmpty());
    }

    /** Closes what was opened and opens again what had made room. */
    @Override
    public Future<Void> abort() {
      Future<Void> closed = Future.succeededFuture();
      for (OpenListener listener : fresh) {
        listener.close(Duration.ZERO);
        closed = closed.compose(v -> listener.released());
      }
      for (OpenListener listener : madeRoom) {
        closed = closed.compose(v -> reopen(listener));
      }
      return closed;
    }

    private Future<Void> reopen(OpenListener closed) {
      return listeners
          .open(closed.spec())
          .onSuccess(
              again -> {
                Map<Listeners.Spec, OpenListener> restored = new LinkedHashMap<>(live);
                restored.put(closed.spec(), again);
                live = restored;
              })
          .mapEmpty();
    }
  }
}
