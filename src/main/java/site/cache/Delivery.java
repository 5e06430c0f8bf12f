package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import site.http.Backlog;
import site.http.Exchange;

/** The client's side of a response that is just arriving: passes it on as it comes. */
final class Delivery {
  /** So much may wait for a slow client before the origin is held back for its sake. */
  private static final long UNHINDERED = 1024 * 1024;

  /** Nobody is waited for so patiently when all clients together hold more than this. */
  private static final long MUCH = Runtime.getRuntime().maxMemory() / 8;

  /** More than one party may have something to say in these; in others the origin's word counts. */
  private static final Set<String> SHARED = Set.of("set-cookie", "vary", "link", "cache-status");

  private final Exchange exchange;
  private final HttpServerResponse out;
  private final Backlog backlog = new Backlog(this::drained);
  private Handler<Void> drainHandler = v -> {};
  private boolean closesAtEnd;
  private long bytes;

  Delivery(Exchange exchange) {
    this.exchange = exchange;
    this.out = exchange.response();
  }

  Future<Void> hints(MultiMap fields) {
    return out.writeEarlyHints(fields);
  }

  void head(int status, Fields fields, String cacheStatus) {
    out.setStatusCode(status);
    MultiMap headers = out.headers();
    fields.all().stream()
        .map(Fields.Field::name)
        .filter(name -> !SHARED.contains(name))
        .forEach(headers::remove);
    fields.all().forEach(field -> headers.add(field.name(), field.value()));
    headers.add(CacheStatus.FIELD, cacheStatus);
    frame(status, headers);
  }

  /** Whether the client has it already: it asked for changes, and the cache for everything. */
  boolean isKnown(int status, Fields fields, Instant now) {
    Selection.Conditions asked = StoredAnswer.conditions(exchange.request());
    return Selection.of(asked, status, fields, 0, now) instanceof Selection.NotModified;
  }

  /** That is all the client needs to know. */
  Future<Void> notModified(Head head, String cacheStatus) {
    out.setStatusCode(304);
    head.writeNotModified(out.headers());
    out.headers().add(CacheStatus.FIELD, cacheStatus);
    return out.end();
  }

  private void frame(int status, MultiMap headers) {
    boolean hasBody = status != 204 && status != 304;
    if (!hasBody || headers.contains(HttpHeaders.CONTENT_LENGTH)) {
      return;
    }
    HttpVersion version = exchange.request().version();
    if (version == HttpVersion.HTTP_1_1) {
      out.setChunked(true);
    }
    // It knows neither chunks nor, without a length, another end than this.
    closesAtEnd = version == HttpVersion.HTTP_1_0;
  }

  void flush() {
    if (!out.headWritten() && out.isChunked()) {
      out.writeHead();
    }
  }

  void piece(Buffer piece) {
    bytes += piece.length();
    backlog.add(piece.length(), out.write(piece));
  }

  Future<Void> end(Buffer last, MultiMap trailers) {
    for (Map.Entry<String, String> trailer : trailers) {
      out.putTrailer(trailer.getKey(), trailer.getValue());
    }
    Future<Void> sent = last == null ? out.end() : out.end(last);
    return closesAtEnd ? sent.onComplete(done -> exchange.request().connection().close()) : sent;
  }

  /** A small response is taken off the origin's hands at once, however slow the client. */
  boolean isFull() {
    boolean isSmall = bytes <= UNHINDERED && Backlog.ofAll() < MUCH;
    return !isSmall && !out.ended() && (backlog.isFull() || out.writeQueueFull());
  }

  void drainHandler(Handler<Void> handler) {
    drainHandler = handler == null ? v -> {} : handler;
    out.drainHandler(v -> drained());
  }

  private void drained() {
    drainHandler.handle(null);
  }
}
