package site.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import site.http.ByteRange;
import site.http.Exchange;
import site.http.HttpFailure;

/** Answers a client with a stored response: all of it, a part, or that nothing changed. */
final class StoredAnswer {
  private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized(CacheStatus.FIELD);

  private final CacheStore store;

  StoredAnswer(CacheStore store) {
    this.store = store;
  }

  /** The content could not be read back; nothing was sent, and the entry is gone. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(Throwable cause) {
      super(cause.toString(), null, false, false);
    }
  }

  /**
   * Answers.
   *
   * @param status the {@code Cache-Status}
   * @return failed with {@link Unreadable} when somebody else has to answer
   */
  Future<Void> send(Exchange x, Entry entry, CharSequence status) {
    entry.use();
    Head head = entry.head();
    Selection selection = select(x.request(), entry, head);
    if (selection instanceof Selection.NotModified) {
      return notModified(x, head, status);
    }
    if (x.request().method().equals(HttpMethod.HEAD)) {
      begin(x, entry, head, status);
      return x.response().end();
    }
    if (selection instanceof Selection.Range range) {
      return part(x, entry, status, range.range());
    }
    return content(x, entry, head, status, null);
  }

  private Selection select(HttpServerRequest request, Entry entry, Head head) {
    Selection.Conditions asked = conditions(request);
    return asked.areNone()
        ? Selection.WHOLE
        : Selection.of(
            asked, head.status(), head.fields(), entry.length(), Instant.now(store.clock()));
  }

  static Selection.Conditions conditions(HttpServerRequest request) {
    MultiMap headers = request.headers();
    boolean parts = request.method().equals(HttpMethod.GET);
    return new Selection.Conditions(
        field(headers, HttpHeaders.IF_NONE_MATCH),
        headers.get(HttpHeaders.IF_MODIFIED_SINCE),
        parts ? field(headers, HttpHeaderNames.RANGE) : null,
        headers.get(HttpHeaderNames.IF_RANGE));
  }

  private static String field(MultiMap headers, CharSequence name) {
    List<String> lines = headers.getAll(name);
    return lines.isEmpty() ? null : lines.size() == 1 ? lines.get(0) : String.join(", ", lines);
  }

  private Future<Void> notModified(Exchange x, Head head, CharSequence status) {
    HttpServerResponse response = x.response().setStatusCode(304);
    head.writeNotModified(response.headers());
    putAge(response, head, status);
    return response.end();
  }

  private void putAge(HttpServerResponse response, Head head, CharSequence status) {
    response.headers().set(HttpHeaders.AGE, head.at(store.clock().millis()).age());
    response.headers().add(CACHE_STATUS, status);
  }

  private void begin(Exchange x, Entry entry, Head head, CharSequence status) {
    HttpServerResponse response = x.response().setStatusCode(head.status());
    head.write(response.headers());
    putAge(response, head, status);
    if (head.status() != 204) {
      response.headers().set(HttpHeaders.CONTENT_LENGTH, Long.toString(entry.length()));
    }
  }

  private Future<Void> part(Exchange x, Entry entry, CharSequence status, ByteRange range) {
    if (range instanceof ByteRange.Part part) {
      return content(x, entry, entry.head(), status, part);
    }
    return Future.failedFuture(
        new HttpFailure(
            416,
            "the response is shorter",
            Map.of(
                "content-range",
                "bytes */" + entry.length(),
                CacheStatus.FIELD,
                status.toString())));
  }

  private Future<Void> content(
      Exchange x, Entry entry, Head head, CharSequence status, ByteRange.Part part) {
    Buffer inMemory = entry.inMemory();
    if (inMemory != null) {
      return send(x, entry, head, status, part, inMemory);
    }
    if (store.contents().isForMemory(entry.length())) {
      return store
          .contents()
          .load(entry)
          .recover(cause -> unreadable(entry, cause))
          .compose(loaded -> send(x, entry, head, status, part, loaded));
    }
    return store
        .contents()
        .open(entry)
        .recover(cause -> unreadable(entry, cause))
        .compose(file -> send(x, entry, head, status, part, file));
  }

  private <T> Future<T> unreadable(Entry entry, Throwable cause) {
    store.removeDamaged(entry, cause);
    return Future.failedFuture(new Unreadable(cause));
  }

  private Future<Void> send(
      Exchange x,
      Entry entry,
      Head head,
      CharSequence status,
      ByteRange.Part part,
      Buffer content) {
    begin(x, entry, head, status);
    if (part == null) {
      return x.response().end(content);
    }
    narrow(x.response(), entry, part);
    return x.response().end(content.slice((int) part.first(), (int) part.last() + 1));
  }

  /** By the kernel where it can; what is sent is closed in the end, however it ends. */
  private Future<Void> send(
      Exchange x,
      Entry entry,
      Head head,
      CharSequence status,
      ByteRange.Part part,
      FileChannel file) {
    begin(x, entry, head, status);
    if (part != null) {
      narrow(x.response(), entry, part);
    }
    long first = part == null ? 0 : part.first();
    long length = part == null ? entry.length() : part.length();
    Future<Void> sent =
        isByKernel(x)
            ? x.response().sendFile(file, first, length)
            : StoredBody.send(store.vertx(), file, x.response(), first, length);
    return sent.eventually(() -> close(file));
  }

  /** Plain HTTP/1 only; and sendFile would make a type up where the origin gave none. */
  private static boolean isByKernel(Exchange x) {
    return x.request().version().compareTo(HttpVersion.HTTP_1_1) <= 0
        && !x.request().isSSL()
        && x.response().headers().contains(HttpHeaders.CONTENT_TYPE);
  }

  private Future<Void> close(FileChannel file) {
    return store
        .vertx()
        .executeBlocking(
            () -> {
              file.close();
              return null;
            },
            false);
  }

  private static void narrow(HttpServerResponse response, Entry entry, ByteRange.Part part) {
    response
        .setStatusCode(206)
        .putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(entry.length()))
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()));
  }
}
