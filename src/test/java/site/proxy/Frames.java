package site.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** What a client may say in WebSocket frames (RFC 6455 5.2), right or wrong. */
final class Frames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

  byte[] bytes() {
    return wire.toByteArray();
  }

  /** A whole message or control frame. */
  Frames whole(int opcode, byte[] payload) {
    return frame(FIN | opcode, payload, true);
  }

  Frames text(String text) {
    return whole(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  Frames binary(int size) {
    return whole(BINARY, payload(size));
  }

  /** A part of a message that more follow. */
  Frames part(int opcode, String text) {
    return frame(opcode, text.getBytes(StandardCharsets.UTF_8), true);
  }

  Frames part(int opcode, byte[] payload) {
    return frame(opcode, payload, true);
  }

  /** One with reserved bits, 1 to 7. */
  Frames reserved(int bits, int opcode, String text) {
    return frame(FIN | bits << 4 | opcode, text.getBytes(StandardCharsets.UTF_8), true);
  }

  /** RFC 6455 5.1: what a client must not do. */
  Frames unmasked(String text) {
    return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A message in permessage-deflate (RFC 7692 7.2.1), in as many frames. */
  Frames compressed(byte[] payload, int frames) {
    byte[] small = deflated(payload);
    int length = (small.length + frames - 1) / frames;
    for (int i = 0; i < frames; i++) {
      int from = Math.min(small.length, i * length);
      byte[] part =
          java.util.Arrays.copyOfRange(small, from, Math.min(small.length, from + length));
      int first = (i == 0 ? COMPRESSED | BINARY : CONTINUATION) | (i == frames - 1 ? FIN : 0);
      frame(first, part, true);
    }
    return this;
  }

  Frames close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    return whole(CLOSE, payload);
  }

  static byte[] payload(int size) {
    byte[] payload = new byte[size];
    for (int at = 0; at < size; at++) {
      payload[at] = (byte) ((at * 31) >> 3);
    }
    return payload;
  }

  private Frames frame(int first, byte[] payload, boolean masked) {
    int mask = masked ? 0x80 : 0;
    wire.write(first);
    if (payload.length < 126) {
      wire.write(mask | payload.length);
    } else if (payload.length < 1 << 16) {
      wire.write(mask | 126);
      number(payload.length, 2);
    } else {
      wire.write(mask | 127);
      number(payload.length, 8);
    }
    if (!masked) {
      wire.writeBytes(payload);
      return this;
    }
    wire.writeBytes(MASK);
    byte[] hidden = new byte[payload.length];
    for (int at = 0; at < hidden.length; at++) {
      hidden[at] = (byte) (payload[at] ^ MASK[at % 4]);
    }
    wire.writeBytes(hidden);
    return this;
  }

  private void number(long number, int bytes) {
    for (int at = bytes - 1; at >= 0; at--) {
      wire.write((int) (number >> (8 * at)));
    }
  }

  /** Without the empty block at the end that every message would have. */
  private static byte[] deflated(byte[] payload) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(payload);
    byte[] out = new byte[payload.length + 64];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return java.util.Arrays.copyOf(out, length - 4);
  }
}
