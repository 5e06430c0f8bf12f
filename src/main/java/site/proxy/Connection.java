package site.proxy;

import io.netty.channel.ChannelConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * One connection to a target, carrying one request at a time. Whoever got it from its pool gives it
 * back by {@link #release}, once.
 */
final class Connection {
  /** Says nothing: method, path and headers are set on the request itself. */
  private static final RequestOptions PLAIN = new RequestOptions();

  private final ConnectionPool pool;
  private final HttpClientConnection http;
  private final Valve valve;
  private Duration keep = KeepAlive.DEFAULT;
  private boolean reused;
  private boolean closed;
  private long idleSince;

  Connection(ConnectionPool pool, HttpClientConnection http) {
    this.pool = pool;
    this.http = http;
    this.valve = reading(http);
    // A connection that breaks while idle says so here, too; it is closed right after.
    http.exceptionHandler(ignored -> closed = true);
    http.closeHandler(v -> gone());
  }

  Future<HttpClientRequest> request() {
    return http.request(PLAIN);
  }

  Target target() {
    return pool.target();
  }

  LoopPools loop() {
    return pool.loop();
  }

  /**
   * Holds the target back by reading no more from its socket. Pausing the response would not do:
   * what was read and not yet taken is lost when the target closes the connection behind it, as
   * Gunicorn does.
   */
  Valve valve() {
    return valve;
  }

  /** Whether it carried a request before the present one. */
  boolean isReused() {
    return reused;
  }

  /** Takes note of how long the target wants to keep it. */
  void keep(MultiMap responseHeaders) {
    keep = KeepAlive.idle(responseHeaders);
  }

  /**
   * Gives it back.
   *
   * @param reusable whether request and response are complete and the target keeps it open
   */
  void release(boolean reusable) {
    target().ended();
    if (reusable && !closed) {
      valve.open();
      reused = true;
      idleSince = System.nanoTime();
      pool.giveBack(this);
    } else {
      close();
    }
  }

  /** It became something else than HTTP and no longer takes a place in the pool. */
  void leavePool() {
    pool.leave(this);
  }

  boolean isUsable(long now) {
    return !closed && now - idleSince < keep.toNanos();
  }

  boolean wasUsedWithin(Duration time, long now) {
    return now - idleSince < time.toNanos();
  }

  void close() {
    closed = true;
    http.close();
  }

  private void gone() {
    closed = true;
    pool.leave(this);
  }

  private static Valve reading(HttpClientConnection http) {
    var connection = (ConnectionBase) ((UnpooledHttpClientConnection) http).unwrap();
    ChannelConfig channel = connection.channel().config();
    return new Valve() {
      @Override
      public void close() {
        channel.setAutoRead(false);
      }

      @Override
      public void open() {
        channel.setAutoRead(true);
      }
    };
  }
}
