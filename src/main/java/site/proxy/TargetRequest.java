package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * A request to a target in the target's protocol: first the header fields, then {@link #send}, then
 * the body is written to it and ended.
 */
interface TargetRequest extends WriteStream<Buffer> {
  /** What {@link #send} sends; empty at first. */
  MultiMap headers();

  /**
   * Sends the head. The body follows if there is one of that kind.
   *
   * @param upgrade whether the target may make something else of the connection
   * @return the response as soon as its head is there
   */
  Future<TargetResponse> send(Exchange exchange, RequestBody.Kind body, boolean upgrade);

  /** Sends a GET of our own, for this path and query. */
  Future<TargetResponse> ask(String uri);

  /** Ends request and response early; their futures and handlers fail with the reason. */
  void reset(HttpFailure reason);
}
