package site.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import site.config.ActionConfig;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * One request and the attempts to have it answered: who is asked, and who next while the client has
 * seen nothing. Every ending comes out of the one chain of {@link #run}.
 */
final class ProxyCall {
  private final Exchange exchange;
  private final Upstream upstream;
  private final ActionConfig.Proxy config;
  private final HttpServerRequest in;
  private final boolean upgrade;
  private final Selection selection;
  private ClientRequest asked;
  private boolean repeatable;
  private Attempt attempt;
  private int attempts;
  private int paid;
  private HttpFailure givenUp;

  ProxyCall(Exchange exchange, Upstream upstream, ActionConfig.Proxy config) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.config = config;
    this.in = exchange.request();
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
    return RequestBody.of(in).compose(this::begin).transform(this::finish);
  }

  private Future<Void> begin(RequestBody body) {
    asked = new ClientRequest(exchange, config, upgrade, body, null);
    repeatable = RetryPolicy.isRepeatable(in.method(), body);
    if (isReadFirst(body)) {
      return readWhole().compose(v -> on(selection.connect(Reuse.RECENT)));
    }
    return on(selection.connect(upgrade ? Reuse.UPGRADE : repeatable ? Reuse.ANY : Reuse.RECENT));
  }

  private boolean isReadFirst(RequestBody body) {
    boolean needed = body.kind() == RequestBody.Kind.UNKNOWN && upstream.needsLength();
    return needed || (config.bufferRequest() && !body.isNone());
  }

  private Future<Void> readWhole() {
    asked.welcomeBody();
    Promise<KnownBody> read = Promise.promise();
    Deadlines deadlines = upstream.deadlines();
    Deadline silence = deadlines.start(() -> read.tryFail(Reasons.clientSilent()));
    silence.begin(upstream.timeouts().idle());
    KnownBody.read(in, asked.body().first(), silence)
        .recover(cause -> Future.failedFuture(Reasons.reading(cause)))
        .onComplete(done -> deadlines.stop(silence))
        .onComplete(read::handle);
    return read.future().onSuccess(this::known).mapEmpty();
  }

  private void known(KnownBody whole) {
    asked = new ClientRequest(exchange, config, upgrade, RequestBody.KNOWN, whole);
    exchange.onEnd(ended -> whole.close());
  }

  private Future<Void> on(Future<Connection> connecting) {
    return connecting.compose(this::attempt).recover(this::askAgain);
  }

  private Future<Void> attempt(Connection connection) {
    attempt = new Attempt(asked, upstream.timeouts(), connection);
    if (givenUp != null) {
      attempt.leave(true);
      return Future.failedFuture(givenUp);
    }
    attempts++;
    return attempt.ask().compose(this::judge).compose(this::relay);
  }

  /** An answer another target may do better than is none, as long as there is another. */
  private Future<TargetResponse> judge(TargetResponse response) {
    UnwantedAnswer answer = new UnwantedAnswer(attempt.target(), response.status());
    if (mayRetry(answer)) {
      return Future.failedFuture(answer);
    }
    if (!RetryPolicy.isCause(upstream.retry(), answer)) {
      upstream.budget().giveBack(paid);
    }
    return Future.succeededFuture(response);
  }

  private Future<Void> relay(TargetResponse response) {
    if (config.rewriteLocation()) {
      redirects().apply(response.headers());
    }
    stick(response);
    return attempt.relay(response);
  }

  private Redirects redirects() {
    String own = exchange.authority().toString();
    Target target = attempt.target();
    Set<String> names =
        Stream.of(own, target.host(), RequestHead.host(exchange, config.host(), target))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new Redirects(names, exchange.client().scheme() + "://" + own, exchange.prefix());
  }

  /** Tells the client by which name it comes back to this target. */
  private void stick(TargetResponse response) {
    boolean secure = exchange.client().secure();
    selection
        .newStickyId()
        .map(id -> StickyCookie.text(upstream.stickyCookie().orElseThrow(), id, secure))
        .ifPresent(cookie -> response.headers().add("set-cookie", cookie));
  }

  private boolean mayRetry(Throwable cause) {
    return !isOver()
        && RetryPolicy.mayRetry(
            upstream.retry(), in.method(), asked.isReplayable(), cause, attempts)
        && isAffordable(cause)
        && selection.isAnyLeftOrAgain();
  }

  private boolean isAffordable(Throwable cause) {
    RetryBudget budget = upstream.budget();
    return isFree(cause) ? !budget.isNone() : budget.isLeft();
  }

  private boolean isFree(Throwable cause) {
    return attempt.isUnanswered() && RetryPolicy.isGone(cause);
  }

  private boolean pay(Throwable cause) {
    if (isFree(cause)) {
      return true;
    }
    paid++;
    return upstream.budget().spend();
  }

  /** Whether nothing more can be tried: nobody waits, or the client has seen something. */
  private boolean isOver() {
    return givenUp != null
        || attempt == null
        || attempt.isGivenUp()
        || exchange.response().headWritten();
  }

  private Future<Void> askAgain(Throwable cause) {
    if (isOver()) {
      return Future.failedFuture(cause);
    }
    if (RetryPolicy.mayRepeat(repeatable, attempt.mayHaveMetAClosing(), cause)) {
      attempts--;
      attempt.withdraw();
      return next(selection::connectAgain);
    }
    return mayRetry(cause) && pay(cause) ? askAnother(cause) : Future.failedFuture(cause);
  }

  private Future<Void> askAnother(Throwable cause) {
    upstream.countRetry();
    attempt.failForNow(cause);
    return next(() -> selection.connect(Reuse.RECENT));
  }

  private Future<Void> next(Supplier<Future<Connection>> connecting) {
    attempt = null;
    return on(connecting.get());
  }

  /** Ends the exchange with the target early. The chain fails with the reason. */
  private void giveUp(HttpFailure reason) {
    if (givenUp == null) {
      givenUp = reason;
      if (attempt != null) {
        attempt.giveUp(reason);
      }
    }
  }

  /** All paths leave by here, once. */
  private Future<Void> finish(AsyncResult<Void> end) {
    if (end.succeeded()) {
      return attempt.succeed();
    }
    HttpFailure failure = explain(givenUp != null ? givenUp : end.cause());
    exchange.note(failure.getMessage());
    return Future.failedFuture(failure);
  }

  private HttpFailure explain(Throwable cause) {
    return attempt == null ? Reasons.unconnected(cause) : attempt.fail(cause);
  }
}
