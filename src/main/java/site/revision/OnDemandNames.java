package site.revision;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Names that came up at handshakes, and the handshakes that wait for their certificates. */
final class OnDemandNames {
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

  Set<String> all() {
    return Set.copyOf(names);
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  /** Done when there is a certificate; fails when there will be none for the time being. */
  CompletionStage<Void> add(String name) {
    names.add(name);
    return waiting.computeIfAbsent(name, n -> new CompletableFuture<>());
  }

  /** Lets those go on whose name has a certificate now. */
  void release(Predicate<String> covered) {
    waiting.forEach(
        (name, handshakes) -> {
          if (covered.test(name) && waiting.remove(name, handshakes)) {
            handshakes.complete(null);
          }
        });
  }

  /** Gives a name up that never got a certificate; false when it is not such a name. */
  boolean giveUp(String name) {
    CompletableFuture<Void> handshakes = waiting.remove(name);
    if (handshakes == null) {
      return false;
    }
    names.remove(name);
    return handshakes.completeExceptionally(
        new IllegalStateException("no certificate for " + name));
  }

  void clear() {
    Set.copyOf(waiting.keySet()).forEach(this::giveUp);
    names.clear();
  }
}
