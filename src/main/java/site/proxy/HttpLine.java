package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/** A connection on which HTTP is spoken. */
final class HttpLine implements Line {
  /** Says nothing: method, path and headers are set on the request itself. */
  private static final RequestOptions PLAIN = new RequestOptions();

  /** Above that one more connection spreads the load better than one more stream. */
  private static final int MAX_STREAMS = 100;

  private final HttpClientConnection http;
  private final Optional<Valve> valve;

  HttpLine(HttpClientConnection http) {
    this.http = http;
    this.valve = isShared() ? Optional.empty() : Optional.of(reading(http));
  }

  @Override
  public Future<TargetRequest> request() {
    return http.request(PLAIN).map(request -> new HttpTargetRequest(request, valve));
  }

  @Override
  public int capacity() {
    return isShared() ? (int) Math.max(1, Math.min(MAX_STREAMS, http.maxActiveStreams())) : 1;
  }

  @Override
  public void onGone(Runnable gone) {
    // A connection that breaks while idle says so here, too; it is closed right after.
    http.exceptionHandler(ignored -> gone.run());
    http.closeHandler(v -> gone.run());
    if (isShared()) {
      http.goAwayHandler(last -> gone.run());
    }
  }

  @Override
  public void ready() {
    valve.ifPresent(Valve::open);
  }

  @Override
  public void close() {
    http.close();
  }

  private boolean isShared() {
    return http.protocolVersion() == HttpVersion.HTTP_2;
  }

  /**
   * Holds the target back by reading no more from its socket. Pausing the response would not do:
   * what was read and not yet taken is lost when the target closes the connection behind it, as
   * Gunicorn does.
   */
  private static Valve reading(HttpClientConnection http) {
    var connection = (ConnectionBase) ((UnpooledHttpClientConnection) http).unwrap();
    return Valve.of(connection.channel().config());
  }
}
