package site.cache;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.aside.Arrival;
import site.http.aside.Aside;

/**
 * One request of the cache to the origin: the action behind the cache answers an exchange of the
 * cache's own, and what it answers goes to the client, into the store, or both. So an answer can be
 * swallowed when a stored one serves better, and finished when its client has left.
 */
final class Fetch implements Arrival {
  private final CacheStore store;
  private final Plan plan;
  private final Exchange client;
  private final Exchange origin;
  private final Intake intake;
  private final Promise<Void> result;
  private final long askedMillis;

  private Delivery delivery;
  private boolean headArrived;
  private boolean swallowing;
  private boolean ended;
  private boolean cancelled;

  Fetch(CacheStore store, Plan plan, Exchange client) {
    this.store = store;
    this.plan = plan;
    this.client = client;
    this.askedMillis = store.clock().millis();
    this.delivery = plan.inBackground() ? null : new Delivery(client);
    this.result = ((HttpServerRequestInternal) client.request()).context().promise();
    this.intake = new Intake(store, plan);
    this.origin = Aside.exchange(client, HttpMethod.GET, plan.headers(), null, this);
  }

  /** Done when the client has its answer, or in the background the store has. */
  Future<Void> run(Action action) {
    if (!plan.inBackground()) {
      client.onEnd(
          over -> {
            if (over.clientGone()) {
              clientGone();
            }
          });
    }
    Future<Void> answered;
    try {
      answered = action.handle(origin);
    } catch (RuntimeException e) {
      answered = Future.failedFuture(e);
    }
    answered.onComplete(this::finish);
    return result.future();
  }

  private void finish(AsyncResult<Void> end) {
    origin.end(!ended);
    if (ended) {
      return;
    }
    intake.release();
    if (!origin.note().isEmpty()) {
      client.note(origin.note());
    }
    Throwable cause = end.failed() ? end.cause() : new StreamResetException(0);
    if (!headArrived && !cancelled && plan.isCovered(store.clock().millis())) {
      standIn(cause instanceof HttpFailure failure ? failure.status() : 502);
    } else {
      result.tryFail(cause);
    }
  }

  /** The client may have gone first. */
  private void settle(AsyncResult<Void> sent) {
    if (sent.succeeded()) {
      result.tryComplete();
    } else {
      result.tryFail(sent.cause());
    }
  }

  private void clientGone() {
    delivery = null;
    if (!ended && !intake.isWorthFinishing()) {
      cancelled = true;
      origin.end(true);
    }
    result.tryFail(new HttpFailure(499, "client gone"));
  }

  @Override
  public Future<Void> hints(MultiMap fields) {
    return delivery == null ? Future.succeededFuture() : delivery.hints(fields);
  }

  @Override
  public void head(int status, MultiMap headers) {
    headArrived = true;
    long now = store.clock().millis();
    Fields fields = Received.toStore(headers, now);
    switch (Meaning.of(status, plan.validating(), plan.isCovered(now))) {
      case UNCHANGED -> validated(fields, now);
      case COVERED_FAILURE -> {
        swallowing = true;
        intake.release();
        standIn(status);
      }
      case NEW -> fresh(status, fields, headers.get(HttpHeaders.CONTENT_LENGTH), now);
    }
  }

  private Terms.Moments moments(long now) {
    return new Terms.Moments(askedMillis, now);
  }

  /** RFC 9111 4.3.4: the stored response is as good as new. */
  private void validated(Fields newer, long now) {
    swallowing = true;
    Entry entry = plan.stale().orElseThrow();
    Head fresh = intake.freshen(entry, newer, moments(now));
    long ttl = Math.floorDiv(fresh.terms().freshForMillis(now), 1000);
    answer(entry, CacheStatus.validated(ttl));
  }

  /** RFC 5861 4: better an old answer than none. */
  private void standIn(int status) {
    Entry entry = plan.stale().orElseThrow();
    store.counters().stale.increment();
    client.note("stale, the origin failed with " + status);
    long left = entry.head().terms().freshForMillis(store.clock().millis());
    answer(entry, CacheStatus.standIn(Math.floorDiv(left, 1000), status));
  }

  private void answer(Entry entry, String status) {
    if (delivery == null) {
      result.tryComplete();
    } else {
      delivery = null;
      new StoredAnswer(store).send(client, entry, status).onComplete(this::settle);
    }
  }

  private void fresh(int status, Fields fields, String length, long now) {
    store.counters().misses.increment();
    long expected = length == null ? -1 : Directives.secondsOr(length, Integer.MAX_VALUE);
    Optional<String> refusal = plan.refusal(status, fields, expected, now);
    Head head = new Head(status, fields.without(Terms.withheldFields(fields)), moments(now));
    if (refusal.isEmpty()) {
      intake.begin(head, expected);
    } else {
      intake.refuse(status);
    }
    deliver(head, fields, length, refusal);
  }

  private void deliver(Head head, Fields fields, String length, Optional<String> refusal) {
    if (delivery == null) {
      return;
    }
    int status = head.status();
    String cacheStatus =
        refusal.isEmpty()
            ? CacheStatus.stored(plan.why(), status)
            : CacheStatus.notStored(plan.why(), status, refusal.get());
    if (intake.isFilling() && delivery.isKnown(status, fields, Instant.now(store.clock()))) {
      delivery.notModified(head, cacheStatus).onComplete(this::settle);
      delivery = null;
      return;
    }
    List<Fields.Field> all = new ArrayList<>(fields.all());
    if (length != null) {
      all.add(new Fields.Field("content-length", length));
    }
    delivery.head(status, new Fields(all), cacheStatus);
  }

  @Override
  public void flush() {
    if (delivery != null) {
      delivery.flush();
    }
  }

  @Override
  public void piece(Buffer piece) {
    if (swallowing) {
      return;
    }
    intake.piece(piece);
    if (delivery != null) {
      delivery.piece(piece);
    }
  }

  @Override
  public Future<Void> end(Buffer last, MultiMap trailers) {
    ended = true;
    if (!swallowing && last != null) {
      intake.piece(last);
    }
    intake.keep();
    if (delivery == null) {
      if (plan.inBackground()) {
        result.tryComplete();
      }
      origin.end(false);
      return Future.succeededFuture();
    }
    Future<Void> sent = delivery.end(last, trailers);
    sent.onComplete(this::settle);
    origin.end(false);
    return sent;
  }

  @Override
  public void brokenOff() {
    origin.end(true);
  }

  @Override
  public boolean isFull() {
    return intake.isFull() || (delivery != null && delivery.isFull());
  }

  @Override
  public void drainHandler(Handler<Void> handler) {
    if (delivery != null) {
      delivery.drainHandler(v -> drained(handler));
    }
    intake.drainHandler(v -> drained(handler));
  }

  private void drained(Handler<Void> handler) {
    if (handler != null && !isFull()) {
      handler.handle(null);
    }
  }
}
