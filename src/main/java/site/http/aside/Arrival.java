package site.http.aside;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What happens to an answer nobody but us asked for as its parts arrive: one head, pieces, one end.
 */
public interface Arrival {
  Future<Void> hints(MultiMap fields);

  void head(int status, MultiMap fields);

  /** The head shall be on its way although nothing follows yet. */
  void flush();

  void piece(Buffer piece);

  /**
   * The end.
   *
   * @param last the last piece, null for none
   * @return done when the client has it all
   */
  Future<Void> end(Buffer last, MultiMap trailers);

  /** It will not come to its end. */
  void brokenOff();

  boolean isFull();

  void drainHandler(Handler<Void> handler);
}
