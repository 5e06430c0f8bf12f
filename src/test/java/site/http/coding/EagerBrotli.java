package site.http.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.decoder.DecoderJNI.Status;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Gives what can be read already, as a browser does; the library's own stream waits for more. */
final class EagerBrotli extends InputStream {
  private final InputStream body;
  private final DecoderJNI.Wrapper brotli;
  private ByteBuffer ready = ByteBuffer.allocate(0);

  EagerBrotli(InputStream body) throws IOException {
    Brotli4jLoader.ensureAvailability();
    this.body = body;
    this.brotli = new DecoderJNI.Wrapper(4096);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (length > 0 && !ready.hasRemaining()) {
      // Nothing may be taken out while input is left: the library would forget that input.
      if (brotli.getStatus() == Status.OK) {
        brotli.push(0);
      } else if (brotli.hasOutput()) {
        ready = brotli.pull();
      } else if (brotli.getStatus() == Status.DONE) {
        return -1;
      } else {
        readOn();
      }
    }
    int some = Math.min(length, ready.remaining());
    ready.get(into, offset, some);
    return some;
  }

  private void readOn() throws IOException {
    if (brotli.getStatus() == Status.ERROR) {
      throw new IOException("not brotli");
    }
    ByteBuffer input = brotli.getInputBuffer();
    byte[] piece = new byte[input.capacity()];
    int read = body.read(piece);
    if (read < 0) {
      throw new EOFException("the body broke off");
    }
    input.clear();
    input.put(piece, 0, read);
    brotli.push(read);
  }
}
