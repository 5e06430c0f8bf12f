package site.server;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import site.config.LimitsConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Ends the exchanges of one event loop whose request body comes too slowly. All of them share one
 * timer, which runs only while bodies are awaited.
 *
 * <p>An exchange whose response has begun is a conversation, and its pauses may mean something; so
 * are gRPC calls, which have deadlines of their own.
 */
final class BodyWatch {
  private final Duration span;
  private final long least;
  private final LimitTally tally;
  private final Set<Body> bodies = new LinkedHashSet<>();
  private boolean ticking;

  BodyWatch(LimitsConfig limits, LimitTally tally) {
    this.span = limits.headerTimeout();
    this.least =
        Math.multiplyExact(Math.min(limits.bodyMinRate(), Integer.MAX_VALUE), span.toMillis())
            / 1000;
    this.tally = tally;
  }

  private static final class Body {
    final Promise<Void> answered = Promise.promise();
    final Exchange exchange;
    final BodySource source;
    final Pace pace;
    final boolean waitsForUs;
    final long first;

    Body(Exchange exchange, BodySource source, long least) {
      this.exchange = exchange;
      this.source = source;
      this.first = source.arrived();
      this.pace = new Pace(least, first);
      this.waitsForUs = exchange.request().headers().contains(HttpHeaders.EXPECT);
    }

    boolean isSettled() {
      return exchange.ended() || source.isOver() || exchange.response().headWritten();
    }

    /** Who expects 100 (Continue) need not send before it came (RFC 9110 10.1.1). */
    boolean isTooSlow() {
      long arrived = source.arrived();
      boolean awaited =
          source.mayCome() && (!waitsForUs || source.wasAskedFor() || arrived != first);
      return pace.isTooSlow(awaited, arrived);
    }
  }

  /** Runs the action of an exchange that has just begun; fails early when its body is too slow. */
  Future<Void> run(Exchange exchange, Action action) {
    HttpServerRequest request = exchange.request();
    if (least == 0 || BodySource.isNone(request) || isGrpc(request)) {
      return action.handle(exchange);
    }
    Optional<BodySource> source = BodySource.of(request);
    return source.isPresent()
        ? watch(new Body(exchange, source.get(), least), action)
        : action.handle(exchange);
  }

  private Future<Void> watch(Body body, Action action) {
    bodies.add(body);
    body.exchange.onEnd(ended -> bodies.remove(body));
    tickLater();
    action
        .handle(body.exchange)
        .onSuccess(v -> body.answered.tryComplete())
        .onFailure(body.answered::tryFail);
    return body.answered.future();
  }

  private static boolean isGrpc(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith("application/grpc");
  }

  private void tickLater() {
    if (!ticking) {
      ticking = true;
      Context loop = Vertx.currentContext();
      loop.owner().setTimer(Math.max(1, span.toMillis() / Pace.STEPS), id -> tick());
    }
  }

  private void tick() {
    ticking = false;
    bodies.removeIf(Body::isSettled);
    List<Body> slow = bodies.stream().filter(Body::isTooSlow).toList();
    bodies.removeAll(slow);
    slow.forEach(this::end);
    if (!bodies.isEmpty()) {
      tickLater();
    }
  }

  private void end(Body body) {
    HttpServerRequest request = body.exchange.request();
    tally.reached(Limit.BODY_MIN_RATE, request.connection().remoteAddress());
    if (request.version().compareTo(HttpVersion.HTTP_2) < 0) {
      body.exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    body.exchange.onEnd(answered -> UnreadBody.refuse(request));
    HttpFailure reason = new HttpFailure(408, "the body came too slowly");
    body.exchange.abandon(reason);
    body.answered.tryFail(reason);
  }
}
