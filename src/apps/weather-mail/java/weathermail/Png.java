package weathermail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A picture as PNG (W3C, third edition): eight bits each of red, green, blue and opacity. Not by
 * ImageIO, which keeps the class loader of whoever asks it first, and with it a stopped revision.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte UP = 2;
  private static final int CHUNK_FRAME = 12;

  private Png() {}

  static byte[] of(BufferedImage image) {
    byte[] header = header(image.getWidth(), image.getHeight());
    byte[] data = deflated(rows(image));
    ByteBuffer png =
        ByteBuffer.allocate(SIGNATURE.length + 3 * CHUNK_FRAME + header.length + data.length);
    png.put(SIGNATURE);
    chunk(png, "IHDR", header);
    chunk(png, "IDAT", data);
    chunk(png, "IEND", new byte[0]);
    return png.array();
  }

  private static byte[] header(int width, int height) {
    byte depth = 8;
    byte colorsAndOpacity = 6;
    return ByteBuffer.allocate(13)
        .putInt(width)
        .putInt(height)
        .put(depth)
        .put(colorsAndOpacity)
        .array();
  }

  /** Each as its difference from the one above (9.2), which is mostly nothing. */
  private static byte[] rows(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    ByteBuffer rows = ByteBuffer.allocate(height * (1 + 4 * width));
    int[] above = new int[width];
    for (int y = 0; y < height; y++) {
      int[] row = image.getRGB(0, y, width, 1, null, 0, width);
      rows.put(UP);
      for (int x = 0; x < width; x++) {
        difference(rows, row[x], above[x]);
      }
      above = row;
    }
    return rows.array();
  }

  private static void difference(ByteBuffer rows, int argb, int above) {
    for (int shift : new int[] {16, 8, 0, 24}) {
      rows.put((byte) ((argb >>> shift) - (above >>> shift)));
    }
  }

  private static byte[] deflated(byte[] rows) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(rows);
      deflater.finish();
      byte[] room = new byte[rows.length + 64];
      int length = deflater.deflate(room);
      return Arrays.copyOf(room, length);
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteBuffer png, String type, byte[] content) {
    byte[] name = type.getBytes(US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    png.putInt(content.length).put(name).put(content).putInt((int) sum.getValue());
  }
}
