package site.http.coding;

import io.vertx.core.buffer.Buffer;

/** Codes one body, piece by piece. Used by one thread at a time; closed once, whatever happens. */
public interface Encoder extends AutoCloseable {

  /** What has to come out of it at once. */
  enum Then {
    /** Nothing: it may wait for more. */
    CONTINUE,
    /** All that was put in, so that the other side can read it. */
    FLUSH,
    /** The end of the body. */
    FINISH
  }

  /** Puts a piece in and takes out what is ready, which may be nothing. */
  Buffer encode(Buffer piece, Then then);

  @Override
  void close();
}
