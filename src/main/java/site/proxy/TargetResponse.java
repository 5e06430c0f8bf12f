package site.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;

/** What a target answers: the head is there, the body comes once the {@link #valve} is open. */
interface TargetResponse extends ReadStream<Buffer> {
  int status();

  MultiMap headers();

  /** What came behind the body; complete when the stream has ended. */
  MultiMap trailers();

  /** Holds the target back. */
  Valve valve();

  /** Whether the target lets its connection be used again when the body was read. */
  boolean keepsConnection();

  /** Whether something may follow the body. */
  boolean mayHaveTrailers();

  /** What the connection became, after 101. */
  NetSocket socket();
}
