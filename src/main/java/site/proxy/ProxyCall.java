package site.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import site.config.ActionConfig;
import site.config.UpstreamConfig.Timeouts;
import site.http.Exchange;
import site.http.HeaderRules;
import site.http.HttpFailure;

/**
 * One request on its way to a target and the response on its way back, both at once where both have
 * bodies. Whatever ends it early, the client, the target or a deadline, resets the request to the
 * target with the reason; so every ending comes out of the one chain of {@link #run}.
 */
final class ProxyCall {
  /** RFC 9110 10.1.1: nobody has to answer an expectation; curl waits as long. */
  private static final Duration CONTINUE_PATIENCE = Duration.ofSeconds(1);

  /** Interim responses (RFC 9110 15.2) before it is taken for a flood. */
  private static final int MAX_INTERIM = 16;

  private final Exchange exchange;
  private final Upstream upstream;
  private final ActionConfig.Proxy config;
  private final Timeouts timeouts;
  private final HttpServerRequest in;
  private final HttpServerResponse out;
  private final boolean upgrade;

  private final Selection selection;
  private RequestBody body;
  private KnownBody known;
  private boolean repeatable;
  private Connection connection;
  private TargetRequest request;
  private Deadline deadline;
  private Deadline patience;
  private Pump up;
  private Relay relay;
  private boolean sent;
  private int attempts;
  private int interim;
  private HttpFailure givenUp;

  ProxyCall(Exchange exchange, Upstream upstream, ActionConfig.Proxy config) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.config = config;
    this.timeouts = upstream.timeouts();
    this.in = exchange.request();
    this.out = exchange.response();
    this.upgrade = Upgrade.isAsked(in);
    this.selection = upstream.select(exchange);
  }

  Future<Void> run() {
    exchange.onEnd(
        ended -> {
          if (ended.clientGone()) {
            giveUp(Reasons.clientGone());
          }
        });
    exchange.onAbandon(this::giveUp);
    return RequestBody.of(in).compose(this::begin).compose(this::relay).transform(this::finish);
  }

  private Future<TargetResponse> begin(RequestBody found) {
    body = found;
    repeatable = RetryPolicy.isRepeatable(in.method(), body);
    if (isReadFirst()) {
      return readWhole().compose(v -> ask(selection.connect(Reuse.RECENT)));
    }
    return ask(selection.connect(upgrade ? Reuse.UPGRADE : repeatable ? Reuse.ANY : Reuse.RECENT));
  }

  private boolean isReadFirst() {
    boolean needed = body.kind() == RequestBody.Kind.UNKNOWN && upstream.needsLength();
    return needed || (config.bufferRequest() && !body.isNone());
  }

  private Future<Void> readWhole() {
    welcomeBody();
    Promise<KnownBody> read = Promise.promise();
    Deadlines deadlines = upstream.deadlines();
    Deadline silence = deadlines.start(() -> read.tryFail(Reasons.clientSilent()));
    silence.begin(timeouts.idle());
    KnownBody.read(in, body.first(), silence)
        .recover(cause -> Future.failedFuture(Reasons.reading(cause)))
        .onComplete(done -> deadlines.stop(silence))
        .onComplete(read::handle);
    return read.future().onSuccess(this::known).mapEmpty();
  }

  private void known(KnownBody whole) {
    known = whole;
    body = RequestBody.KNOWN;
    exchange.onEnd(ended -> whole.close());
  }

  private Future<TargetResponse> ask(Future<Connection> connecting) {
    return connecting.compose(this::send).compose(this::judge).recover(this::askAgain);
  }

  /** An answer another target may do better than is none, as long as there is another. */
  private Future<TargetResponse> judge(TargetResponse response) {
    UnwantedAnswer answer = new UnwantedAnswer(connection.target(), response.status());
    return mayRetry(answer) ? Future.failedFuture(answer) : Future.succeededFuture(response);
  }

  private boolean mayRetry(Throwable cause) {
    boolean replayable = body.isNone() || known != null;
    return givenUp == null
        && RetryPolicy.mayRetry(upstream.retry(), in.method(), replayable, cause, attempts)
        && upstream.budget().isLeft()
        && selection.isAnyLeftOrAgain();
  }

  private Future<TargetResponse> askAgain(Throwable cause) {
    if (connection == null || givenUp != null) {
      return Future.failedFuture(cause);
    }
    if (RetryPolicy.mayRepeat(repeatable, connection.isReused(), cause)) {
      leave(false);
      return ask(selection.connectAgain());
    }
    return mayRetry(cause) && upstream.budget().spend()
        ? askAnother(cause)
        : Future.failedFuture(cause);
  }

  private Future<TargetResponse> askAnother(Throwable cause) {
    blame(connection.target(), Reasons.answering(connection.target(), cause));
    if (up != null) {
      up.stop();
      up = null;
    }
    leave(false);
    Future<Void> ready = known == null ? Future.succeededFuture() : known.rewind();
    return ready.compose(v -> ask(selection.connect(Reuse.RECENT)));
  }

  private static void blame(Target target, HttpFailure failure) {
    if (failure.status() >= 500) {
      target.failed(failure.getMessage(), System.nanoTime());
    }
  }

  private Future<TargetResponse> send(Connection connected) {
    connection = connected;
    deadline = connection.loop().deadlines().start(this::expired);
    if (givenUp != null) {
      leave(true);
      return Future.failedFuture(givenUp);
    }
    return connection.request().compose(this::send);
  }

  private Future<TargetResponse> send(TargetRequest fresh) {
    request = fresh;
    attempts++;
    RequestHead.write(exchange, config, connection.target(), request.headers());
    boolean upgrading = upgrade && connection.target().protocol().knowsUpgrades();
    if (upgrading) {
      Upgrade.write(in, request.headers());
    } else {
      RequestHead.frame(in, body, request.headers());
    }
    if (!upgrading && KeepAlive.names(in.headers().getAll("te"), "trailers")) {
      request.welcomeTrailers();
    }
    if (known != null) {
      request.headers().set("content-length", Long.toString(known.length()));
    }
    sent = body.isNone();
    deadline.begin(sent ? timeouts.response() : timeouts.idle());
    boolean asksBefore =
        !body.isNone()
            && known == null
            && expectsContinue()
            && connection.target().protocol().isHttp();
    if (asksBefore) {
      request.headers().set("expect", "100-continue");
      request.onContinue(this::continueOnce);
    }
    request.onEarlyHints(this::hint);
    Future<TargetResponse> response =
        request.send(Question.of(exchange, config, body.kind(), upgrading));
    if (asksBefore) {
      patience = connection.loop().deadlines().start(this::continueOnce);
      patience.begin(CONTINUE_PATIENCE);
    } else if (!body.isNone()) {
      continueOnce();
    }
    return response;
  }

  /** RFC 8297: of use before the answer only, and to clients that understand interim answers. */
  private void hint(MultiMap hints) {
    if (connection == null || givenUp != null) {
      return;
    }
    if (++interim > MAX_INTERIM) {
      giveUp(new HttpFailure(502, connection.target() + " sent too many interim responses"));
      return;
    }
    if (relay == null && !out.headWritten() && in.version() != HttpVersion.HTTP_1_0) {
      MultiMap own = HttpHeaders.headers();
      HeaderRules.copyEndToEnd(hints, own, Set.of());
      out.writeEarlyHints(own);
    }
  }

  /** The target wants the body, or has had the time to say that it does not. */
  private void continueOnce() {
    if (relay == null && up == null && request != null && givenUp == null) {
      sendBody();
    }
  }

  private void sendBody() {
    if (known == null) {
      welcomeBody();
    }
    ReadStream<Buffer> from = known == null ? in : known.stream();
    up = new Pump(from, Valve.of(from), request, deadline);
    if (body.first() != null) {
      up.move(body.first());
    }
    up.run().onSuccess(v -> sent()).onFailure(cause -> giveUp(Reasons.reading(cause)));
  }

  /** RFC 9110 10.1.1: the body is welcome. */
  private void welcomeBody() {
    if (expectsContinue()) {
      out.writeContinue();
    }
  }

  private boolean expectsContinue() {
    return "100-continue".equalsIgnoreCase(in.getHeader("expect"))
        && in.version() != HttpVersion.HTTP_1_0;
  }

  private void sent() {
    sent = true;
    if (relay == null) {
      deadline.begin(timeouts.response());
    }
  }

  private Future<Void> relay(TargetResponse response) {
    deadline.begin(timeouts.idle());
    connection.keep(response.headers());
    if (config.rewriteLocation()) {
      redirects().apply(response.headers());
    }
    stick();
    relay = new Relay(in, response, connection, deadline);
    return relay.run(upgrade);
  }

  private Redirects redirects() {
    String own = exchange.authority().toString();
    Target target = connection.target();
    Set<String> names =
        Stream.of(own, target.host(), RequestHead.host(exchange, config.host(), target))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new Redirects(names, exchange.client().scheme() + "://" + own, exchange.prefix());
  }

  /** Tells the client by which name it comes back to this target. */
  private void stick() {
    boolean secure = exchange.client().secure();
    selection
        .newStickyId()
        .map(id -> StickyCookie.text(upstream.stickyCookie().orElseThrow(), id, secure))
        .ifPresent(cookie -> out.headers().add("set-cookie", cookie));
  }

  private void expired() {
    Target target = connection.target();
    if (relay != null && relay.isWaiting()) {
      giveUp(new HttpFailure(408, "the client takes no more of the response"));
    } else if (relay != null) {
      giveUp(Reasons.silent(target, timeouts.idle()));
    } else if (sent) {
      // Not given up: another target may be asked.
      request.reset(Reasons.unanswered(target, timeouts.response()));
    } else if (up != null && up.isWaiting()) {
      giveUp(new HttpFailure(504, target + " takes no more of the request"));
    } else {
      giveUp(Reasons.clientSilent());
    }
  }

  /** Ends the exchange with the target early. The chain fails with the reason. */
  private void giveUp(HttpFailure reason) {
    if (givenUp == null) {
      givenUp = reason;
      // A request that has left its connection must not be reset: the connection is another's.
      if (connection != null && request != null) {
        request.reset(reason);
      }
    }
  }

  /** All paths leave by here, once. */
  private Future<Void> finish(AsyncResult<Void> end) {
    if (up != null) {
      up.stop();
    }
    if (end.succeeded()) {
      connection.target().answered(relay.status(), System.nanoTime());
      // After a refused upgrade the codec still waits for the end of the request.
      leave(sent && !upgrade && relay.isReusable());
      return relay.written();
    }
    passReset(end.cause());
    HttpFailure failure = explain(givenUp != null ? givenUp : end.cause());
    exchange.note(failure.getMessage());
    if (connection != null) {
      blame(connection.target(), failure);
    }
    leave(false);
    return Future.failedFuture(failure);
  }

  /** RFC 9113 5.4.2: what a target says by breaking a stream off, gRPC's clients want to know. */
  private void passReset(Throwable cause) {
    if (cause instanceof StreamResetException reset && out.headWritten() && !out.ended()) {
      out.reset(reset.getCode());
    }
  }

  private HttpFailure explain(Throwable cause) {
    if (connection == null) {
      return Reasons.unconnected(cause);
    }
    return relay != null ? relay.brokeOff(cause) : Reasons.answering(connection.target(), cause);
  }

  private void leave(boolean reusable) {
    if (connection != null) {
      connection.loop().deadlines().stop(deadline);
      if (patience != null) {
        connection.loop().deadlines().stop(patience);
      }
      if (!reusable && request != null) {
        request.reset(Reasons.abandoned());
      }
      connection.release(reusable);
      connection = null;
      request = null;
    }
  }
}
