package site.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says frame for frame what a test wants it to say, on stream 1 of HTTP/2. */
final class RawH2Client implements AutoCloseable {
  static final int END_STREAM = 1;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;

  private final Socket socket;
  private final DataInputStream in;

  RawH2Client(Front front) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
    write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** A header section; names and values in turn. */
  RawH2Client headers(int flags, String... fields) throws IOException {
    return frame(HEADERS, flags | END_HEADERS, 1, literal(fields));
  }

  RawH2Client data(int flags, String content) throws IOException {
    return frame(DATA, flags, 1, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What the stream carries of content, up to its end. */
  String readBody() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int head = in.readInt();
      byte[] payload = new byte[head >>> 8];
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.readFully(payload);
      int type = head & 0xff;
      if (type == SETTINGS && flags != ACK) {
        frame(SETTINGS, ACK, 0, new byte[0]);
      } else if (type == RST_STREAM) {
        throw new IOException("reset with code " + payload[3]);
      } else if (stream == 1 && type == DATA) {
        body.write(payload);
      }
      if (stream == 1 && (flags & END_STREAM) != 0) {
        return body.toString(StandardCharsets.ISO_8859_1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** RFC 7541 6.2.2: literals that nobody has to remember, without Huffman coding. */
  private static byte[] literal(String... texts) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < texts.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      block.write(texts[i].length());
      block.writeBytes(texts[i].getBytes(StandardCharsets.ISO_8859_1));
    }
    return block.toByteArray();
  }

  private RawH2Client frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    int[] head = {payload.length >> 16, payload.length >> 8, payload.length, type, flags};
    for (int next : head) {
      frame.write(next);
    }
    frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    frame.writeBytes(payload);
    write(frame.toByteArray());
    return this;
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }
}
