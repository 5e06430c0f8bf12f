package site.middleware.token;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an issuer publishes and changes, such as its keys. Asked for when first needed, hourly while
 * in use, and when somebody has seen signs of a change, but never more often than every half
 * minute, whatever clients send. While the issuer does not answer the last is good for a day.
 */
public final class Published<T> {
  private static final Logger LOG = LoggerFactory.getLogger("auth");
  private static final long PAUSE = Duration.ofSeconds(30).toNanos();
  private static final long PAUSE_WITHOUT_ANY = Duration.ofSeconds(1).toNanos();
  private static final long FRESH = Duration.ofHours(1).toNanos();
  private static final long USABLE = Duration.ofDays(1).toNanos();

  private final Supplier<Future<String>> fetch;
  private final Function<String, T> parser;
  private final LongSupplier nanos;
  private final SingleFlight<T> fetching = new SingleFlight<>();
  private volatile Fetched<T> last;

  /** What came of the last attempt that has ended. */
  private record Fetched<T>(T value, long at, long triedAt, Throwable problem) {}

  /**
   * Has nothing yet.
   *
   * @param fetch gets its text
   * @param parser refuses with an {@link IllegalArgumentException}
   * @param nanos a clock that never goes back
   */
  public Published(Supplier<Future<String>> fetch, Function<String, T> parser, LongSupplier nanos) {
    this.fetch = fetch;
    this.parser = parser;
    this.nanos = nanos;
  }

  /** As it is known; fails when it is not. Called on an event loop. */
  public Future<T> value() {
    Fetched<T> known = last;
    long now = nanos.getAsLong();
    if (known == null || known.value == null || now - known.at > USABLE) {
      return mayAsk(known, now) ? fetched() : Future.failedFuture(known.problem);
    }
    if (now - known.at > FRESH && mayAsk(known, now)) {
      var unused = fetched(); // nobody waits for it
    }
    return Future.succeededFuture(known.value);
  }

  /** A newer one where that can be; this very one where it cannot, or not now. */
  @SuppressWarnings("ReferenceEquality") // this very one, or a newer one
  public Future<T> newerThan(T known) {
    Fetched<T> now = last;
    if (now.value != null && now.value != known) {
      return Future.succeededFuture(now.value);
    }
    return mayAsk(now, nanos.getAsLong())
        ? fetched().otherwise(known)
        : Future.succeededFuture(known);
  }

  private static boolean mayAsk(Fetched<?> known, long now) {
    if (known == null) {
      return true;
    }
    boolean nothing = known.value == null || now - known.at > USABLE;
    return now - known.triedAt > (nothing ? PAUSE_WITHOUT_ANY : PAUSE);
  }

  private Future<T> fetched() {
    return fetching.join(
        () -> fetch.get().map(parser).onSuccess(this::keep).onFailure(this::failed));
  }

  private void keep(T value) {
    last = new Fetched<>(value, nanos.getAsLong(), nanos.getAsLong(), null);
  }

  private void failed(Throwable problem) {
    Fetched<T> before = last;
    T value = before == null ? null : before.value;
    last = new Fetched<>(value, before == null ? 0 : before.at, nanos.getAsLong(), problem);
    LOG.warn("the issuer cannot be asked: {}", problem.getMessage());
  }
}
