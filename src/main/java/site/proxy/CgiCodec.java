package site.proxy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * How a protocol that hands on CGI variables is written and read. What comes back is the answer of
 * a CGI program or of an HTTP server, for an {@link AnswerParser}.
 */
interface CgiCodec {
  /** The request's head. */
  Buffer head(Question question, MultiMap headers);

  /** A piece of the request's body. */
  Buffer piece(Buffer piece);

  /** What follows the last piece. */
  Buffer end();

  /** Reads what came, in whatever pieces, and hands what the answer is made of to the parser. */
  void read(ByteBuf in, AnswerParser answer);

  /** Whether an answer may end with the connection, which else can be used again. */
  boolean endsByClosing();
}
