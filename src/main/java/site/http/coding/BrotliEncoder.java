package site.http.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder.Parameters;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** RFC 7932, by Google's own library. */
final class BrotliEncoder implements Encoder {
  private static final int INPUT = 16 * 1024;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final BrotliOutputStream brotli;

  /**
   * An encoder.
   *
   * @param quality 0 to 11
   * @param window the binary logarithm of how far it looks back, in bytes
   */
  BrotliEncoder(int quality, int window) {
    Brotli4jLoader.ensureAvailability();
    try {
      brotli = new BrotliOutputStream(out, Parameters.create(quality, window), INPUT);
    } catch (IOException e) {
      throw new IllegalStateException("no memory for a brotli encoder", e);
    }
  }

  @Override
  public Buffer encode(Buffer piece, Then then) {
    try {
      brotli.write(piece.getBytes());
      switch (then) {
        case CONTINUE -> {}
        case FLUSH -> brotli.flush();
        case FINISH -> brotli.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("brotli failed", e);
    }
    Buffer coded = Buffer.buffer(out.toByteArray());
    out.reset();
    return coded;
  }

  @Override
  public void close() {
    try {
      brotli.close();
    } catch (IOException e) {
      throw new IllegalStateException("brotli failed", e);
    }
  }
}
