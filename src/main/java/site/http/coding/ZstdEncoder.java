package site.http.coding;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** RFC 8878, by Facebook's own library. */
final class ZstdEncoder implements Encoder {
  private static final int PIECE = 16 * 1024;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final ByteBuffer input = ByteBuffer.allocateDirect(PIECE);
  private final ByteBuffer output = ByteBuffer.allocateDirect(PIECE);

  /**
   * An encoder.
   *
   * @param window the binary logarithm of how far it looks back, in bytes; clients take 23 (RFC
   *     9659)
   */
  ZstdEncoder(int level, int window) {
    zstd.setLevel(level).setWindowLog(window);
  }

  @Override
  public Buffer encode(Buffer piece, Then then) {
    Buffer out = Buffer.buffer();
    for (int from = 0; from < piece.length(); from += PIECE) {
      input.clear();
      input.put(piece.getBytes(from, Math.min(piece.length(), from + PIECE)));
      compress(EndDirective.CONTINUE, out);
    }
    if (then != Then.CONTINUE) {
      input.clear();
      compress(then == Then.FLUSH ? EndDirective.FLUSH : EndDirective.END, out);
    }
    return out;
  }

  private void compress(EndDirective directive, Buffer out) {
    input.flip();
    boolean all;
    do {
      output.clear();
      all = zstd.compressDirectByteBufferStream(output, input, directive);
      output.flip();
      byte[] bytes = new byte[output.remaining()];
      output.get(bytes);
      out.appendBytes(bytes);
    } while (directive == EndDirective.CONTINUE ? input.hasRemaining() : !all);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
