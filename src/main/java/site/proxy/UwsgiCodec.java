package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import site.http.HttpFailure;

/**
 * The uwsgi protocol: one packet of variables, then the body as it is; the answer is one of HTTP
 * and ends with the connection.
 */
final class UwsgiCodec implements CgiCodec {
  /** The packet's size stands in two bytes. */
  private static final int MAX_VARIABLES = 0xffff;

  @Override
  public Buffer head(Question question, MultiMap headers) {
    return packet(CgiVariables.uwsgi(question.facts().get(), headers));
  }

  @Override
  public Buffer piece(Buffer piece) {
    return piece;
  }

  @Override
  public Buffer end() {
    return Buffer.buffer();
  }

  @Override
  public void read(ByteBuf in, AnswerParser answer) {
    answer.read(in);
  }

  @Override
  public boolean endsByClosing() {
    return true;
  }

  /** Modifiers 0 and 0 say that variables for a WSGI, PSGI or Rack application follow. */
  static Buffer packet(Map<String, String> variables) {
    Buffer packet = Buffer.buffer(1024).appendByte((byte) 0).appendShortLE((short) 0);
    packet.appendByte((byte) 0);
    variables.forEach((name, value) -> append(append(packet, name), value));
    int size = packet.length() - 4;
    if (size > MAX_VARIABLES) {
      throw new HttpFailure(431, "the variables of the request are more than 64 KiB for uwsgi");
    }
    return packet.setShortLE(1, (short) size);
  }

  private static Buffer append(Buffer packet, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return packet.appendShortLE((short) bytes.length).appendBytes(bytes);
  }
}
