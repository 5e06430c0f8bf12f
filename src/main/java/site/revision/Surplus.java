package site.revision;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** What the last revision needed and this one does not, still alive until it is closed. */
record Surplus(int count, Supplier<Future<Void>> closing) {
  static final Surplus NONE = new Surplus(0, Future::succeededFuture);

  Future<Void> close() {
    return closing.get();
  }

  static Surplus of(List<Surplus> parts) {
    return new Surplus(
        parts.stream().mapToInt(Surplus::count).sum(),
        () -> Future.join(parts.stream().map(Surplus::close).toList()).mapEmpty());
  }
}
