package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;
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
   * @return the response as soon as its head is there
   */
  Future<TargetResponse> send(Question question);

  /** Tells the target that trailers are welcome (RFC 9110 10.1.4); gRPC insists on it. */
  default void welcomeTrailers() {}

  /** What the end of the body shall say; protocols that have no room for it say nothing. */
  default void trailers(MultiMap fields) {}

  /** Calls when the target wants the body it was asked about (RFC 9110 10.1.1). */
  default void onContinue(Runnable wanted) {}

  /** Calls with what the target says before its answer, but for 100 (RFC 9110 15.2). */
  default void onInterim(Consumer<Interim> told) {}

  /** Ends request and response early; their futures and handlers fail with the reason. */
  void reset(HttpFailure reason);
}
