package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import site.http.HttpFailure;

/**
 * FastCGI 1.0 as a responder is spoken to: records of up to 64 KiB, one request at a time on a
 * connection that is kept.
 */
final class FastCgiCodec implements CgiCodec {
  private static final int HEADER = 8;
  private static final int MAX_CONTENT = 0xffff;

  private static final int BEGIN_REQUEST = 1;
  private static final int END_REQUEST = 3;
  private static final int PARAMS = 4;
  private static final int STDIN = 5;
  private static final int STDOUT = 6;
  private static final int STDERR = 7;

  private static final int OVERLOADED = 2;

  private final ByteBuf header = Unpooled.buffer(HEADER, HEADER);
  private final ByteBuf ending = Unpooled.buffer(HEADER, HEADER);
  private ErrorLines errors = new ErrorLines("");
  private int type;
  private int content;
  private int padding;

  @Override
  public Buffer head(Question question, MultiMap headers) {
    CgiFacts facts = question.facts().get();
    errors = new ErrorLines(facts.route());
    return head(CgiVariables.fastcgi(facts, headers));
  }

  /** The request's begin, role 1 (responder), flag 1 (keep the connection), and its variables. */
  static Buffer head(Map<String, String> variables) {
    Buffer params = Buffer.buffer(1024);
    variables.forEach((name, value) -> append(params, name, value));
    Buffer head = Buffer.buffer(params.length() + 64);
    append(head, BEGIN_REQUEST, Buffer.buffer(new byte[] {0, 1, 1, 0, 0, 0, 0, 0}));
    append(head, PARAMS, params);
    return append(head, PARAMS, Buffer.buffer());
  }

  @Override
  public Buffer piece(Buffer piece) {
    return append(Buffer.buffer(piece.length() + 2 * HEADER), STDIN, piece);
  }

  @Override
  public Buffer end() {
    return append(Buffer.buffer(HEADER), STDIN, Buffer.buffer());
  }

  @Override
  public void read(ByteBuf in, AnswerParser answer) {
    while (in.isReadable()) {
      if (content + padding > 0) {
        readContent(in, answer);
      } else {
        readHeader(in, answer);
      }
    }
  }

  @Override
  public boolean endsByClosing() {
    return false;
  }

  private void readHeader(ByteBuf in, AnswerParser answer) {
    header.writeBytes(in, Math.min(in.readableBytes(), header.writableBytes()));
    if (header.isWritable()) {
      return;
    }
    if (header.getByte(0) != 1) {
      throw new MalformedAnswer("the FastCGI version " + header.getUnsignedByte(0));
    }
    type = header.getUnsignedByte(1);
    content = header.getUnsignedShort(4);
    padding = header.getUnsignedByte(6);
    if (header.getUnsignedShort(2) != 1 && type != 0) {
      throw new MalformedAnswer("a record of a request nobody made");
    }
    header.clear();
    if (type == END_REQUEST && content != HEADER) {
      throw new MalformedAnswer("an end of " + content + " bytes");
    }
    if (answer.isOver()) {
      throw new MalformedAnswer("a record behind the end");
    }
  }

  private void readContent(ByteBuf in, AnswerParser answer) {
    if (content == 0) {
      int skipped = Math.min(padding, in.readableBytes());
      in.skipBytes(skipped);
      padding -= skipped;
    } else {
      ByteBuf part = in.readSlice(Math.min(content, in.readableBytes()));
      content -= part.readableBytes();
      take(part, answer);
    }
    if (content + padding == 0 && type == END_REQUEST) {
      end(answer);
    }
  }

  private void take(ByteBuf part, AnswerParser answer) {
    switch (type) {
      case STDOUT -> answer.read(part);
      case STDERR -> errors.read(part);
      case END_REQUEST -> ending.writeBytes(part);
      default -> {
        // FastCGI 1.0, 3.3: what an application has to say about itself is not asked for.
      }
    }
  }

  /** The last four bytes of a FCGI_EndRequestBody begin with the protocol's status. */
  private void end(AnswerParser answer) {
    int status = ending.getUnsignedByte(4);
    ending.clear();
    errors.flush();
    if (status == OVERLOADED) {
      throw new HttpFailure(503, "the FastCGI server is overloaded");
    }
    if (status != 0) {
      throw new MalformedAnswer("the FastCGI status " + status);
    }
    answer.end();
  }

  private static void append(Buffer params, String name, String value) {
    appendLength(appendLength(params, name.length()), value.length());
    params.appendBytes(name.getBytes(ISO_8859_1)).appendBytes(value.getBytes(ISO_8859_1));
  }

  /** One byte below 128, else four with the highest bit set. */
  private static Buffer appendLength(Buffer params, int length) {
    return length < 128
        ? params.appendByte((byte) length)
        : params.appendInt(length | Integer.MIN_VALUE);
  }

  /** As records of what one may hold; an empty one, which is the stream's end, for nothing. */
  private static Buffer append(Buffer to, int type, Buffer content) {
    int at = 0;
    do {
      int length = Math.min(MAX_CONTENT, content.length() - at);
      to.appendByte((byte) 1).appendByte((byte) type).appendShort((short) 1);
      to.appendShort((short) length).appendShort((short) 0);
      to.appendBuffer(content, at, length);
      at += length;
    } while (at < content.length());
    return to;
  }
}
