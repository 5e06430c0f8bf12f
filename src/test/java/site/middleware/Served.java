package site.middleware;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import site.http.Action;
import site.http.Authority;
import site.http.Client;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Hygiene;
import site.http.RequestTarget;

/** A server on a free port that hands every request to one action, as the real one does. */
final class Served implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final int port;
  private final boolean secure;
  private final Consumer<Exchange> onEnd;

  Served(Action action) throws TimeoutException {
    this(action, false, end -> {});
  }

  /** Believes to be behind TLS if {@code secure}. */
  Served(Action action, boolean secure, Consumer<Exchange> onEnd) throws TimeoutException {
    this.secure = secure;
    this.onEnd = onEnd;
    this.port =
        await(
                vertx
                    .createHttpServer()
                    .requestHandler(request -> serve(request, action))
                    .listen(0, "127.0.0.1"))
            .actualPort();
  }

  private void serve(HttpServerRequest request, Action action) {
    RequestTarget target = Hygiene.enter(request, new Authority("localhost", port));
    var client = new Client(InetAddress.getLoopbackAddress(), 4711, secure, false);
    var exchange =
        new Exchange(
            request,
            "abcdefgh234567ab",
            client,
            target.authority(),
            target.path(),
            target.query(),
            Instant.now());
    exchange.onEnd(onEnd::accept);
    request.response().endHandler(end -> exchange.end(false));
    action.handle(exchange).onFailure(failure -> fail(exchange, failure));
  }

  private static void fail(Exchange exchange, Throwable failure) {
    int status = failure instanceof HttpFailure outcome ? outcome.status() : 500;
    exchange.response().setStatusCode(status).end(String.valueOf(failure.getMessage()));
  }

  /** Sends a request line and header fields, lines ended by CRLF. */
  String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      String head = request + "Host: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  String get(String target) throws IOException {
    return raw("GET " + target + " HTTP/1.1\r\n");
  }

  /** The head of a response to an HTTP/2 request. */
  MultiMap http2Head(String target) throws TimeoutException {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    try {
      return await(
          Future.future(
              promise ->
                  vertx.runOnContext(
                      go ->
                          client
                              .request(HttpMethod.GET, port, "127.0.0.1", target)
                              .compose(HttpClientRequest::send)
                              .map(HttpClientResponse::headers)
                              .onComplete(promise))));
    } finally {
      Reference.reachabilityFence(client); // Vert.x closes clients that nobody refers to any more
    }
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    await(vertx.close());
  }
}
