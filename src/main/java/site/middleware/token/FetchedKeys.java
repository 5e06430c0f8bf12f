package site.middleware.token;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes and changes. Asked for when first needed, hourly while in use, and
 * when a token names one that is not there, but never more often than every half minute, whatever
 * clients send. While the issuer does not answer the last ones are good for a day.
 */
public final class FetchedKeys implements KeySource {
  private static final Logger LOG = LoggerFactory.getLogger("auth");
  private static final long PAUSE = Duration.ofSeconds(30).toNanos();
  private static final long PAUSE_WITHOUT_KEYS = Duration.ofSeconds(1).toNanos();
  private static final long FRESH = Duration.ofHours(1).toNanos();
  private static final long USABLE = Duration.ofDays(1).toNanos();

  private final Supplier<Future<String>> fetch;
  private final LongSupplier nanos;
  private final SingleFlight<KeyRing> fetching = new SingleFlight<>();
  private volatile Fetched last;

  /** What came of the last attempt that has ended. */
  private record Fetched(KeyRing ring, long at, long triedAt, Throwable problem) {}

  /**
   * Has none yet.
   *
   * @param fetch gets a JSON Web Key Set
   * @param nanos a clock that never goes back
   */
  public FetchedKeys(Supplier<Future<String>> fetch, LongSupplier nanos) {
    this.fetch = fetch;
    this.nanos = nanos;
  }

  @Override
  public Future<KeyRing> keys() {
    Fetched known = last;
    long now = nanos.getAsLong();
    if (known == null || known.ring == null || now - known.at > USABLE) {
      return mayAsk(known, now) ? fetched() : Future.failedFuture(known.problem);
    }
    if (now - known.at > FRESH && mayAsk(known, now)) {
      var unused = fetched(); // nobody waits for it
    }
    return Future.succeededFuture(known.ring);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very ring, or a newer one
  public Future<KeyRing> newerThan(KeyRing known) {
    Fetched now = last;
    if (now.ring != null && now.ring != known) {
      return Future.succeededFuture(now.ring);
    }
    return mayAsk(now, nanos.getAsLong())
        ? fetched().otherwise(known)
        : Future.succeededFuture(known);
  }

  private static boolean mayAsk(Fetched known, long now) {
    if (known == null) {
      return true;
    }
    return now - known.triedAt > (known.ring == null ? PAUSE_WITHOUT_KEYS : PAUSE);
  }

  private Future<KeyRing> fetched() {
    return fetching.join(
        () -> fetch.get().map(KeyRing::parse).onSuccess(this::keep).onFailure(this::failed));
  }

  private void keep(KeyRing ring) {
    last = new Fetched(ring, nanos.getAsLong(), nanos.getAsLong(), null);
  }

  private void failed(Throwable problem) {
    Fetched before = last;
    KeyRing ring = before == null ? null : before.ring;
    last = new Fetched(ring, before == null ? 0 : before.at, nanos.getAsLong(), problem);
    LOG.warn("no keys of the issuer: {}", problem.getMessage());
  }
}
