package site.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.time.Duration;
import site.http.Action;
import site.http.Exchange;
import site.http.aside.AsideCall;

/**
 * Sends copies of requests to an upstream and throws its answers away. Clients never wait for it: a
 * body is copied as it passes, and its copy sent when it has passed.
 */
final class Mirror {
  /** Bytes of a body; what is longer is not copied. */
  static final int MAX_BODY = 256 * 1024;

  /** Longer nobody waits for what is thrown away. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Action action;
  private final Copies copies;

  /** Copies to whoever the action asks. */
  Mirror(Action action, Copies copies) {
    this.action = action;
    this.copies = copies;
  }

  /** Sends a copy now, or as soon as the whole body was read by whoever answers. */
  void copy(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (Upgrade.isAsked(request) || !copies.begin()) {
      return;
    }
    if (mayHaveBody(request)) {
      var copied =
          new CopiedRequest((HttpServerRequestInternal) request, body -> send(exchange, body));
      exchange.view(copied);
      exchange.onEnd(ended -> copied.giveUp(copies::skipped));
    } else {
      send(exchange, null);
    }
  }

  /** Whether none has to be waited for; an HTTP/2 request without a length may have one. */
  private static boolean mayHaveBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    boolean silent =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    return length == null
        ? !silent || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  private void send(Exchange exchange, Buffer body) {
    copies.sent();
    AsideCall.ask(action, exchange, body, 0, PATIENCE)
        .onSuccess(answer -> copies.ended(answer.status() != 0 && answer.status() < 500));
  }
}
