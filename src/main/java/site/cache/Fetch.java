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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import site.http.Action;
import site.http.Exchange;
import site.http.HeaderRules;
import site.http.HttpDate;
import site.http.HttpFailure;
import site.http.aside.Arrival;
import site.http.aside.Aside;

/**
 * One request of the cache to the origin: the action behind the cache answers an exchange of the
 * cache's own, and what it answers goes to the client, into the store, or both. So an answer can be
 * swallowed when a stored one serves better, and finished when its client has left.
 */
final class Fetch implements Arrival {
  private static final Set<Integer> FAILURES = Set.of(500, 502, 503, 504);

  /** RFC 9111 3.1 beside the hop-by-hop fields, and what names this exchange alone. */
  private static final Set<String> NOT_STORED = Set.of("content-length", "x-request-id");

  /** What is worth finishing for nobody. */
  private static final long SMALL = 1024 * 1024;

  private final CacheStore store;
  private final Plan plan;
  private final Exchange client;
  private final Exchange origin;
  private final Pending pending;
  private final Promise<Void> result;
  private final long askedMillis;

  private Delivery delivery;
  private Fill fill;
  private Head head;
  private long expected = -1;
  private boolean headArrived;
  private boolean swallowing;
  private boolean ended;
  private boolean cancelled;

  /**
   * What is asked for and why.
   *
   * @param address under which the answer is stored
   * @param headers of the request to the origin
   * @param stale what is to be validated, or to stand in when the origin fails
   * @param validating whether {@code headers} ask for changes since {@code stale} only
   * @param inBackground nobody waits for the answer
   */
  record Plan(
      Entry.Address address,
      MultiMap headers,
      Optional<Entry> stale,
      boolean validating,
      CacheStatus.Forward why,
      Storing.Question question,
      Limits limits,
      Flights.Flight flight,
      boolean inBackground) {}

  /** What the operator allows. */
  record Limits(long maxObject, Terms.Defaults defaults) {}

  Fetch(CacheStore store, Plan plan, Exchange client) {
    this.store = store;
    this.plan = plan;
    this.client = client;
    this.askedMillis = store.clock().millis();
    this.delivery = plan.inBackground() ? null : new Delivery(client);
    this.result = ((HttpServerRequestInternal) client.request()).context().promise();
    this.pending = store.expect(plan.address().url());
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
    release();
    if (!origin.note().isEmpty()) {
      client.note(origin.note());
    }
    Throwable cause = end.failed() ? end.cause() : new StreamResetException(0);
    if (!headArrived && !cancelled && isCovered()) {
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

  /** What was arriving will not be stored, and nobody need wait for it. */
  private void release() {
    if (fill != null) {
      fill.abandon();
      fill = null;
    }
    store.arrived(pending);
    plan.flight().failed();
  }

  private void clientGone() {
    delivery = null;
    boolean worthFinishing =
        !ended
            && (plan.flight().isAwaited() || (fill != null && expected >= 0 && expected < SMALL));
    if (!ended && !worthFinishing) {
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
    Fields fields = fields(headers, now);
    if (status == 304 && plan.validating()) {
      validated(fields, now);
    } else if (FAILURES.contains(status) && isCovered()) {
      swallowing = true;
      release();
      standIn(status);
    } else {
      fresh(status, fields, headers.get(HttpHeaders.CONTENT_LENGTH), now);
    }
  }

  private Fields fields(MultiMap headers, long now) {
    Set<String> bound = HeaderRules.connectionBound(headers);
    List<Fields.Field> all = new ArrayList<>();
    for (Map.Entry<String, String> field : headers) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!bound.contains(name) && !NOT_STORED.contains(name)) {
        all.add(new Fields.Field(name, field.getValue()));
      }
    }
    if (!headers.contains(HttpHeaders.DATE)) {
      // RFC 9110 6.6.1: who stores it says when it came
      all.add(new Fields.Field("date", HttpDate.format(Instant.ofEpochMilli(now))));
    }
    return new Fields(all);
  }

  private Terms.Moments moments(long now) {
    return new Terms.Moments(askedMillis, now);
  }

  /** RFC 9111 4.3.4: the stored response is as good as new. */
  private void validated(Fields newer, long now) {
    swallowing = true;
    Entry entry = plan.stale().orElseThrow();
    store.counters().validated.increment();
    Fields updated = Freshening.update(entry.head().fields(), newer);
    int status = entry.head().status();
    Head fresh = new Head(status, updated, moments(now));
    if (Storing.refusal(plan.question(), status, updated, now).isEmpty()) {
      store.freshen(entry, fresh);
      landed();
    } else {
      entry.head(fresh);
      store.remove(entry);
      release();
    }
    long ttl = Math.floorDiv(fresh.terms().freshForMillis(now), 1000);
    answer(entry, CacheStatus.validated(ttl));
  }

  private boolean isCovered() {
    return plan.stale()
        .filter(
            entry ->
                Reuse.isAllowedOnError(
                    entry.head().terms(), plan.limits().defaults(), store.clock().millis()))
        .isPresent();
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
    expected = length == null ? -1 : Directives.secondsOr(length, Integer.MAX_VALUE);
    Optional<String> refusal = refusal(status, fields, now);
    if (refusal.isEmpty()) {
      head = new Head(status, fields.without(Terms.withheldFields(fields)), moments(now));
      fill = new Fill(store);
      plan.flight().isStored();
    } else {
      outdate(status);
      store.arrived(pending);
      plan.flight().isNotStored(now);
    }
    deliver(status, fields, length, refusal);
  }

  private Optional<String> refusal(int status, Fields fields, long now) {
    return expected > plan.limits().maxObject()
        ? Optional.of("size")
        : Storing.refusal(plan.question(), status, fields, now);
  }

  /** What was stored is not what the origin says now; a failure says nothing of it. */
  private void outdate(int status) {
    if (status < 500 && !plan.question().noStore()) {
      plan.stale().ifPresent(store::remove);
    }
  }

  private void deliver(int status, Fields fields, String length, Optional<String> refusal) {
    if (delivery == null) {
      return;
    }
    String cacheStatus =
        refusal.isEmpty()
            ? CacheStatus.stored(plan.why(), status)
            : CacheStatus.notStored(plan.why(), status, refusal.get());
    if (fill != null && isKnownToClient(status, fields)) {
      delivery = null;
      notModified(cacheStatus);
      return;
    }
    List<Fields.Field> all = new ArrayList<>(fields.all());
    if (length != null) {
      all.add(new Fields.Field("content-length", length));
    }
    delivery.head(status, new Fields(all), cacheStatus);
  }

  /** It asked for changes, and the cache for everything: what came may be what it has. */
  private boolean isKnownToClient(int status, Fields fields) {
    Selection selection =
        Selection.of(
            StoredAnswer.conditions(client.request()),
            status,
            fields,
            0,
            Instant.now(store.clock()));
    return selection instanceof Selection.NotModified;
  }

  private void notModified(String cacheStatus) {
    client.response().setStatusCode(304);
    head.writeNotModified(client.response().headers());
    client.response().headers().add(CacheStatus.FIELD, cacheStatus);
    client.response().end().onComplete(this::settle);
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
    store(piece);
    if (delivery != null) {
      delivery.piece(piece);
    }
  }

  private void store(Buffer piece) {
    if (fill == null) {
      return;
    }
    fill.write(piece);
    if (fill.length() > plan.limits().maxObject()) {
      fill.abandon();
      fill = null;
      store.arrived(pending);
      plan.flight().isNotStored(store.clock().millis());
    }
  }

  @Override
  public Future<Void> end(Buffer last, MultiMap trailers) {
    ended = true;
    if (!swallowing && last != null) {
      store(last);
    }
    keep();
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

  /** All of it is there. RFC 9111 3.3: what is shorter than it said is not stored. */
  private void keep() {
    if (fill == null) {
      return;
    }
    Fill complete = fill;
    fill = null;
    store.arrived(pending);
    if (pending.isSpoiled() || (expected >= 0 && expected != complete.length())) {
      complete.abandon();
      plan.flight().failed();
      return;
    }
    plan.stale().ifPresent(store::remove);
    Vary vary = Vary.of(head.fields(), plan.headers()::getAll);
    complete
        .finish(plan.address(), vary, head, plan.headers()::getAll)
        .onSuccess(v -> plan.flight().landed())
        .onFailure(cause -> plan.flight().failed());
  }

  private void landed() {
    store.arrived(pending);
    plan.flight().landed();
  }

  @Override
  public void brokenOff() {
    origin.end(true);
  }

  @Override
  public boolean isFull() {
    return (fill != null && fill.isFull()) || (delivery != null && delivery.isFull());
  }

  @Override
  public void drainHandler(Handler<Void> handler) {
    if (delivery != null) {
      delivery.drainHandler(v -> drained(handler));
    }
    if (fill != null) {
      fill.drainHandler(v -> drained(handler));
    }
  }

  private void drained(Handler<Void> handler) {
    if (handler != null && !isFull()) {
      handler.handle(null);
    }
  }
}
