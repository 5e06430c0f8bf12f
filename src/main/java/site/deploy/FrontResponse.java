package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpResponseHead;
import java.util.Map;
import java.util.Set;
import site.http.Backlog;
import site.http.HeaderRules;

/**
 * The client's response as an app's stream writes it. Lives on the event loop of the connection.
 * What belongs to the connection (framing, keep-alive) is the server's business and not taken over.
 */
final class FrontResponse {
  /**
   * More than one party may have something to say in these; in all others the app's word counts.
   */
  private static final Set<String> SHARED = Set.of("set-cookie", "vary", "link");

  private final HttpServerResponse response;
  private final boolean hasBody;
  private final Backlog backlog;

  /**
   * A response.
   *
   * @param drained called when it can be written again, as its drain handler is
   */
  FrontResponse(HttpServerRequest request, Runnable drained) {
    this.backlog = new Backlog(drained);
    this.response = request.response();
    // RFC 9110 9.3.2: an app may write a body without looking at the method
    this.hasBody = !request.method().equals(HttpMethod.HEAD);
  }

  boolean isFull() {
    return !response.ended() && (backlog.isFull() || response.writeQueueFull());
  }

  /** 100 or 103: the response is still to come. */
  Future<Void> interim(HttpResponseHead head) {
    return head.statusCode() == 100
        ? response.writeContinue()
        : response.writeEarlyHints(head.headers());
  }

  /** Status, headers and, where the app has them already, the first chunk or the whole body. */
  Future<Void> head(HttpResponseHead head, String message, Buffer chunk, boolean end) {
    response.setStatusCode(head.statusCode());
    if (!message.equals(response.getStatusMessage())) {
      response.setStatusMessage(message);
    }
    takeOver(head.headers());
    return chunk == null && !end ? response.writeHead() : chunk(chunk, end);
  }

  Future<Void> chunk(Buffer chunk, boolean end) {
    if (chunk == null || !hasBody) {
      return end ? response.end() : Future.succeededFuture();
    }
    return end ? response.end(chunk) : write(chunk);
  }

  private Future<Void> write(Buffer chunk) {
    Future<Void> written = response.write(chunk);
    backlog.add(chunk.length(), written);
    return written;
  }

  Future<Void> trailers(MultiMap trailers) {
    response.trailers().addAll(trailers);
    return response.end();
  }

  /** Also used for the handshake of a WebSocket, which has headers but no head. */
  void takeOver(MultiMap headers) {
    MultiMap target = response.headers();
    Set<String> bound = HeaderRules.connectionBound(headers);
    for (String name : headers.names()) {
      if (!bound.contains(name) && !SHARED.contains(name)) {
        target.remove(name);
      }
    }
    for (Map.Entry<String, String> field : headers) {
      if (!bound.contains(field.getKey())) {
        target.add(field.getKey(), field.getValue());
      }
    }
  }
}
