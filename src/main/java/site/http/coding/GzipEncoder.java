package site.http.coding;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** RFC 1952, by the JDK. */
final class GzipEncoder implements Encoder {
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final Buffer NOTHING = Buffer.buffer();

  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private final byte[] room = new byte[16 * 1024];
  private boolean begun;

  GzipEncoder(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public Buffer encode(Buffer piece, Then then) {
    Buffer out = begun ? Buffer.buffer() : Buffer.buffer(HEAD);
    begun = true;
    byte[] bytes = piece.getBytes();
    checksum.update(bytes);
    deflater.setInput(bytes);
    if (then == Then.FINISH) {
      deflater.finish();
    }
    drain(out, then == Then.FLUSH ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH);
    if (then == Then.FINISH) {
      out.appendIntLE((int) checksum.getValue()).appendIntLE((int) deflater.getBytesRead());
    }
    return out.length() == 0 ? NOTHING : out;
  }

  private void drain(Buffer out, int flush) {
    int got = deflater.deflate(room, 0, room.length, flush);
    while (got > 0) {
      out.appendBytes(room, 0, got);
      // A full room may have been enough; asked once more, a flush says so with another marker.
      got = got < room.length ? 0 : deflater.deflate(room, 0, room.length, flush);
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
