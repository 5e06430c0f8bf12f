package site.middleware.token;

import io.vertx.core.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where the keys of an issuer come from. */
public interface KeySource {

  /** The keys as known; fails when there are none. Called on an event loop. */
  Future<KeyRing> keys();

  /** Newer ones than these where that can be; these very ones where it cannot, or not now. */
  Future<KeyRing> newerThan(KeyRing known);

  /** Keys that are what they are until the configuration changes. */
  static KeySource of(KeyRing keys) {
    return new KeySource() {
      @Override
      public Future<KeyRing> keys() {
        return Future.succeededFuture(keys);
      }

      @Override
      public Future<KeyRing> newerThan(KeyRing known) {
        return Future.succeededFuture(known);
      }
    };
  }

  /**
   * Keys that the issuer publishes.
   *
   * @param fetch gets a JSON Web Key Set
   * @param nanos a clock that never goes back
   */
  static KeySource fetched(Supplier<Future<String>> fetch, LongSupplier nanos) {
    Published<KeyRing> published = new Published<>(fetch, KeyRing::parse, nanos);
    return new KeySource() {
      @Override
      public Future<KeyRing> keys() {
        return published.value();
      }

      @Override
      public Future<KeyRing> newerThan(KeyRing known) {
        return published.newerThan(known);
      }
    };
  }
}
