package site.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import site.config.ActionConfig;
import site.config.UpstreamConfig.Timeouts;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * One request on its way to a target and the response on its way back, both at once where both have
 * bodies. Whatever ends it early, the client, the target or a deadline, resets the request to the
 * target with the reason; so every ending comes out of the one chain of {@link #run}.
 */
final class ProxyCall {
  /** The error code of HTTP/2; on HTTP/1.1 a reset closes the connection. */
  private static final long CANCEL = 0x8;

  private final Exchange exchange;
  private final Upstream upstream;
  private final ActionConfig.Proxy config;
  private final Timeouts timeouts;
  private final HttpServerRequest in;
  private final HttpServerResponse out;
  private final boolean upgrade;

  private RequestBody body;
  private boolean repeatable;
  private Connection connection;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private Deadline deadline;
  private Pump up;
  private Pump down;
  private boolean sent;
  private HttpFailure givenUp;

  ProxyCall(Exchange exchange, Upstream upstream, ActionConfig.Proxy config) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.config = config;
    this.timeouts = upstream.timeouts();
    this.in = exchange.request();
    this.out = exchange.response();
    this.upgrade = Upgrade.isAsked(in);
  }

  Future<Void> run() {
    exchange.onEnd(
        ended -> {
          if (ended.clientGone()) {
            giveUp(Reasons.CLIENT_GONE);
          }
        });
    return RequestBody.of(in)
        .compose(this::begin)
        .compose(this::relay)
        .transform(this::finish)
        .compose(v -> written());
  }

  private Future<HttpClientResponse> begin(RequestBody found) {
    body = found;
    repeatable = RetryPolicy.isRepeatable(in.method(), body);
    return ask(repeatable ? Reuse.ANY : Reuse.RECENT);
  }

  private Future<HttpClientResponse> ask(Reuse reuse) {
    return upstream.connect(reuse).compose(this::send).recover(this::askAgain);
  }

  private Future<HttpClientResponse> askAgain(Throwable cause) {
    if (connection == null
        || givenUp != null
        || !RetryPolicy.mayRepeat(repeatable, connection.isReused(), cause)) {
      return Future.failedFuture(cause);
    }
    leave(false);
    return ask(Reuse.NONE);
  }

  private Future<HttpClientResponse> send(Connection connected) {
    connection = connected;
    deadline = connection.loop().deadlines().start(this::expired);
    if (givenUp != null) {
      leave(true);
      return Future.failedFuture(givenUp);
    }
    return connection.request().compose(this::send);
  }

  private Future<HttpClientResponse> send(HttpClientRequest fresh) {
    request = fresh.setMethod(in.method()).setURI(exchange.uri());
    // The future of the response tells it as well.
    request.exceptionHandler(ignored -> {});
    RequestHead.write(exchange, config, target(), request.headers());
    if (upgrade) {
      return sendUpgrade();
    }
    RequestHead.frame(in, body, request.headers());
    return body.isNone() ? sendAlone() : sendWithBody();
  }

  private Future<HttpClientResponse> sendAlone() {
    sent = true;
    deadline.begin(timeouts.response());
    return request.send();
  }

  private Future<HttpClientResponse> sendUpgrade() {
    Upgrade.write(in, request.headers());
    deadline.begin(timeouts.response());
    return request.connect();
  }

  private Future<HttpClientResponse> sendWithBody() {
    request.setChunked(body.kind() == RequestBody.Kind.UNKNOWN);
    deadline.begin(timeouts.idle());
    if (expectsContinue()) {
      // RFC 9110 10.1.1: the target is connected, so the body is welcome; Expect stays with us.
      out.writeContinue();
    }
    up = new Pump(in, request, deadline);
    if (body.first() != null) {
      up.move(body.first());
    }
    up.run().onSuccess(v -> sent()).onFailure(cause -> giveUp(Reasons.reading(cause)));
    return request.response();
  }

  private boolean expectsContinue() {
    return "100-continue".equalsIgnoreCase(in.getHeader("expect"))
        && in.version() != HttpVersion.HTTP_1_0;
  }

  private void sent() {
    sent = true;
    if (response == null) {
      deadline.begin(timeouts.response());
    }
  }

  private Future<Void> relay(HttpClientResponse answer) {
    response = answer;
    deadline.begin(timeouts.idle());
    connection.keep(answer.headers());
    if (answer.statusCode() < 200) {
      return relayInterim();
    }
    ResponseHead.write(answer, out);
    down = new Pump(answer, out, deadline);
    if (ResponseHead.hasBody(in.method(), answer.statusCode())) {
      frame();
    }
    return down.run();
  }

  /** A final answer may not be one of 1xx, except that an upgrade was asked for and granted. */
  private Future<Void> relayInterim() {
    int status = response.statusCode();
    if (!upgrade || status != 101) {
      String reason = target() + " answered " + status + " unasked";
      return Future.failedFuture(new HttpFailure(502, reason));
    }
    NetSocket target = response.netSocket().pause();
    connection.loop().deadlines().stop(deadline);
    connection.leavePool();
    ResponseHead.writeUpgrade(response, out);
    return in.toNetSocket().compose(client -> Tunnel.join(client, target));
  }

  private void frame() {
    long length = ResponseHead.length(response.headers());
    if (length >= 0) {
      down.length(length);
    } else if (in.version() != HttpVersion.HTTP_1_0) {
      out.setChunked(in.version() == HttpVersion.HTTP_1_1);
      // Server-sent events and long polls have a head long before they have a body.
      connection.loop().later(this::flushHead);
    }
  }

  private void flushHead() {
    if (givenUp == null && !out.headWritten() && !out.ended()) {
      out.writeHead();
    }
  }

  private void expired() {
    if (response != null) {
      giveUp(new HttpFailure(504, target() + silent(timeouts.idle())));
    } else if (sent || upgrade) {
      String limit = Reasons.text(timeouts.response());
      giveUp(new HttpFailure(504, "no response from " + target() + " within " + limit));
    } else if (up.isWaiting()) {
      giveUp(new HttpFailure(504, target() + " takes no more of the request"));
    } else {
      giveUp(new HttpFailure(408, "the client" + silent(timeouts.idle()) + " in its body"));
    }
  }

  /** Ends the exchange with the target early. The chain fails with the reason. */
  private void giveUp(HttpFailure reason) {
    if (givenUp == null) {
      givenUp = reason;
      // A request that has left its connection must not be reset: the connection is another's.
      if (connection != null && request != null) {
        request.reset(CANCEL, reason);
      }
    }
  }

  /** All paths leave by here, once. */
  private Future<Void> finish(AsyncResult<Void> end) {
    if (up != null) {
      up.stop();
    }
    if (end.succeeded()) {
      leave(sent && KeepAlive.persists(response.version(), response.headers()));
      return Future.succeededFuture();
    }
    HttpFailure failure = explain(end.cause());
    exchange.note(failure.getMessage());
    leave(false);
    return Future.failedFuture(failure);
  }

  private HttpFailure explain(Throwable cause) {
    Throwable reason = givenUp != null ? givenUp : cause;
    if (connection == null) {
      return Reasons.unconnected(reason);
    }
    if (response != null && !out.headWritten()) {
      ResponseHead.erase(response, out);
    }
    HttpFailure failure =
        response == null
            ? Reasons.answering(target(), reason)
            : Reasons.relaying(target(), down == null ? 0 : down.bytes(), reason);
    if (failure.status() >= 500) {
      target().failed();
    }
    return failure;
  }

  private void leave(boolean reusable) {
    if (connection != null) {
      connection.loop().deadlines().stop(deadline);
      connection.release(reusable);
      connection = null;
      request = null;
    }
  }

  /** The client has it all; if not, it went away while it was being sent the rest. */
  private Future<Void> written() {
    if (down == null) {
      return Future.succeededFuture();
    }
    if (endsByClosing()) {
      down.written().onComplete(done -> in.connection().close());
    }
    return down.written().recover(cause -> Future.failedFuture(Reasons.CLIENT_GONE));
  }

  /** HTTP/1.0 knows neither chunks nor, without a length, another end than this. */
  private boolean endsByClosing() {
    return in.version() == HttpVersion.HTTP_1_0
        && ResponseHead.hasBody(in.method(), response.statusCode())
        && ResponseHead.length(response.headers()) < 0;
  }

  private Target target() {
    return connection.target();
  }

  private static String silent(Duration time) {
    return " was silent for " + Reasons.text(time);
  }
}
