package site;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Another server: answers how long the body was, at {@code /slow} never. */
final class Origin implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean slow = new AtomicBoolean();
  private final AtomicBoolean left = new AtomicBoolean();
  private final HttpServer server;

  Origin() throws TimeoutException {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/slow")) {
      slow.set(true);
      request.connection().closeHandler(v -> left.set(true));
    } else {
      request.body().onSuccess(body -> request.response().end("" + body.length()));
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  boolean wasAskedToBeSlow() {
    return slow.get();
  }

  boolean sawItsClientGo() {
    return left.get();
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(20, TimeUnit.SECONDS);
  }
}
