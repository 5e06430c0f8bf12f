package site.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
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
  private static final int PRIORITY = 0x20;

  private final Socket socket;
  private final DataInputStream in;
  private final Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

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

  /** The next header section. */
  Http2Headers readHeaders() throws IOException, Http2Exception {
    Frame next = read();
    while (next.type != HEADERS) {
      next = read();
    }
    int priority = (next.flags & PRIORITY) == 0 ? 0 : 5;
    return decoder.decodeHeaders(1, Unpooled.wrappedBuffer(next.payload).skipBytes(priority));
  }

  /** What the stream carries of content, up to its end. */
  String readBody() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Frame next;
    do {
      next = read();
      if (next.type == DATA) {
        body.write(next.payload);
      }
    } while ((next.flags & END_STREAM) == 0);
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(int type, int flags, byte[] payload) {}

  /** The next one of the stream. */
  private Frame read() throws IOException {
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
      } else if (stream == 1 && (type == DATA || type == HEADERS)) {
        return new Frame(type, flags, payload);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** RFC 7541 6.2.2: literals that nobody has to remember, without Huffman coding. */
  static byte[] literal(String... texts) {
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

  /** A frame as it is on the wire. */
  static byte[] bytes(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    int[] head = {payload.length >> 16, payload.length >> 8, payload.length, type, flags};
    for (int next : head) {
      frame.write(next);
    }
    frame.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private RawH2Client frame(int type, int flags, int stream, byte[] payload) throws IOException {
    write(bytes(type, flags, stream, payload));
    return this;
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }
}
