package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import site.config.MaintenanceConfig;
import site.config.Network;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;

/** Lets nobody in for a while (RFC 9110 15.6.4), but those who look whether all is well again. */
public final class Maintenance implements Middleware {
  private static final long LOOK_AGAIN = Duration.ofMillis(500).toNanos();

  private final MaintenanceConfig config;
  private final FileSystem files;
  private final LongSupplier nanos;
  private volatile Look last;

  /** What the file switch said. */
  private record Look(long at, boolean there) {}

  /**
   * Holds as configured.
   *
   * @param nanos a clock that never goes back
   */
  public Maintenance(MaintenanceConfig config, FileSystem files, LongSupplier nanos) {
    this.config = config;
    this.files = files;
    this.nanos = nanos;
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    var client = exchange.client().address();
    if (client != null && Network.anyContains(config.allow(), client)) {
      return next.handle(exchange);
    }
    return holds().compose(now -> now ? refuse(exchange) : next.handle(exchange));
  }

  private Future<Boolean> holds() {
    if (config.file().isEmpty()) {
      return Future.succeededFuture(true);
    }
    Look known = last;
    return known != null && nanos.getAsLong() - known.at < LOOK_AGAIN
        ? Future.succeededFuture(known.there)
        : look(config.file().get());
  }

  private Future<Boolean> look(Path file) {
    return files
        .exists(file.toString())
        .onSuccess(there -> last = new Look(nanos.getAsLong(), there));
  }

  private Future<Void> refuse(Exchange exchange) {
    Map<String, String> headers =
        config.retryAfter().isZero()
            ? Map.of("cache-control", "no-store")
            : Map.of(
                "cache-control",
                "no-store",
                "retry-after",
                Long.toString(config.retryAfter().toSeconds()));
    if (config.page().isEmpty()) {
      return Future.failedFuture(new HttpFailure(503, "maintenance", headers));
    }
    HttpServerResponse response = exchange.response().setStatusCode(503);
    headers.forEach(response::putHeader);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
    exchange.note("maintenance");
    return exchange.request().method().equals(HttpMethod.HEAD)
        ? response.end()
        : response.end(config.page().get());
  }
}
