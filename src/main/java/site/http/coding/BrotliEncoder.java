package site.http.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder.Mode;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** RFC 7932, by Google's own library. */
final class BrotliEncoder implements Encoder {
  private static final int INPUT = 16 * 1024;

  private final EncoderJNI.Wrapper brotli;

  /**
   * An encoder.
   *
   * @param quality 0 to 11
   * @param window the binary logarithm of how far it looks back, in bytes
   */
  BrotliEncoder(int quality, int window) {
    Brotli4jLoader.ensureAvailability();
    try {
      brotli = new EncoderJNI.Wrapper(INPUT, quality, window, Mode.GENERIC);
    } catch (IOException e) {
      throw new IllegalStateException("no memory for a brotli encoder", e);
    }
  }

  @Override
  public Buffer encode(Buffer piece, Then then) {
    Buffer out = Buffer.buffer();
    for (int from = 0; from < piece.length(); from += INPUT) {
      int length = Math.min(INPUT, piece.length() - from);
      ByteBuffer input = brotli.getInputBuffer();
      input.clear();
      input.put(piece.getBytes(from, from + length));
      push(Operation.PROCESS, length, out);
    }
    if (then != Then.CONTINUE) {
      push(then == Then.FLUSH ? Operation.FLUSH : Operation.FINISH, 0, out);
    }
    return out;
  }

  private void push(Operation operation, int length, Buffer out) {
    brotli.push(operation, length);
    pull(out);
    while (brotli.hasRemainingInput()) {
      brotli.push(operation, 0);
      pull(out);
    }
  }

  private void pull(Buffer out) {
    if (!brotli.isSuccess()) {
      throw new IllegalStateException("brotli failed");
    }
    while (brotli.hasMoreOutput()) {
      ByteBuffer ready = brotli.pull();
      byte[] bytes = new byte[ready.remaining()];
      ready.get(bytes);
      out.appendBytes(bytes);
    }
  }

  @Override
  public void close() {
    brotli.destroy();
  }
}
