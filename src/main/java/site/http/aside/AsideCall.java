package site.http.aside;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Asks an action what a client asks another one, beside it: the client neither sees the answer nor
 * waits for it. Reads all of the answer and keeps its beginning.
 */
public final class AsideCall implements Arrival {
  private final Exchange own;
  private final int limit;
  private final Promise<Answer> answered = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private int status;
  private MultiMap headers = HttpHeaders.headers();
  private boolean all = true;

  private AsideCall(Exchange client, Buffer content, int limit) {
    this.limit = limit;
    this.own =
        Aside.exchange(client, client.request().method(), fields(client, content), content, this);
  }

  /**
   * Asks; on the client's event loop.
   *
   * @param content of the request, null for none
   * @param limit bytes of the answer to keep
   * @param patience until the action is told that nobody waits any more
   * @return never fails
   */
  public static Future<Answer> ask(
      Action action, Exchange client, Buffer content, int limit, Duration patience) {
    AsideCall call = new AsideCall(client, content, limit);
    ContextInternal context = ((HttpServerRequestInternal) client.request()).context();
    // Netty's timer: one of Vert.x would end with the listener the request came from.
    ScheduledFuture<?> timer =
        context
            .nettyEventLoop()
            .schedule(
                () -> context.emit(v -> call.giveUp()), patience.toMillis(), TimeUnit.MILLISECONDS);
    call.begin(action);
    return call.answered.future().onComplete(done -> timer.cancel(false));
  }

  /** Those of the client, but for how its content was framed. */
  private static MultiMap fields(Exchange client, Buffer content) {
    MultiMap fields = HttpHeaders.headers().addAll(client.request().headers());
    fields.remove(HttpHeaders.TRANSFER_ENCODING).remove(HttpHeaders.EXPECT);
    fields.remove(HttpHeaders.CONTENT_LENGTH);
    if (content != null) {
      fields.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()));
    }
    return fields;
  }

  private void begin(Action action) {
    Future<Void> handled;
    try {
      handled = action.handle(own);
    } catch (RuntimeException e) {
      handled = Future.failedFuture(e);
    }
    handled.onComplete(
        end -> {
          own.end(end.failed());
          over(end);
        });
  }

  private void over(AsyncResult<Void> end) {
    all &= end.succeeded();
    if (status == 0 && end.failed()) {
      status = end.cause() instanceof HttpFailure failure ? failure.status() : 500;
    }
    answer();
  }

  private void giveUp() {
    all = false;
    own.end(true);
    answer();
  }

  private void answer() {
    answered.tryComplete(new Answer(status, headers, body, all));
  }

  @Override
  public void head(int code, MultiMap fields) {
    status = code;
    headers = HttpHeaders.headers().addAll(fields);
  }

  @Override
  public void piece(Buffer piece) {
    int room = limit - body.length();
    if (piece.length() > room) {
      all = false;
    }
    body.appendBuffer(piece, 0, Math.min(room, piece.length()));
  }

  @Override
  public Future<Void> end(Buffer last, MultiMap trailers) {
    if (last != null) {
      piece(last);
    }
    own.end(false);
    return Future.succeededFuture();
  }

  @Override
  public void brokenOff() {
    all = false;
    own.end(true);
  }

  @Override
  public Future<Void> hints(MultiMap fields) {
    return Future.succeededFuture();
  }

  @Override
  public void flush() {}

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void drainHandler(Handler<Void> handler) {}
}
