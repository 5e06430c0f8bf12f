package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Speaks HTTP/2 with prior knowledge (RFC 9113 3.3), frame by frame and whatever they say. */
public final class RawHttp2 implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;

  private static final byte[] MARK = "the mark".getBytes(ISO_8859_1);

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);

  /** A frame as it came. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    int number(int at) {
      return ByteBuffer.wrap(payload).getInt(at);
    }
  }

  /** Connects, and says nothing yet. */
  RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Connects and sends the preface with empty settings. */
  public static RawHttp2 open(int port) throws IOException {
    RawHttp2 client = new RawHttp2(port);
    client.send(preface(), frame(SETTINGS, 0, 0));
    return client;
  }

  static byte[] preface() {
    return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
  }

  /** A frame as it is on the wire. */
  public static byte[] frame(int type, int flags, int stream, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    return frame.put((byte) type).put((byte) flags).putInt(stream).put(payload).array();
  }

  static byte[] number(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  /** The frames, one behind the other. */
  public static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Fields as {@code name: value}, never indexed, never compressed (RFC 7541 6.2.2). */
  public static byte[] block(String... fields) {
    var block = new ByteArrayOutputStream();
    for (String field : fields) {
      int colon = field.indexOf(": ", field.startsWith(":") && !field.startsWith(": ") ? 1 : 0);
      block.write(0);
      text(block, field.substring(0, colon));
      text(block, field.substring(colon + 2));
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    int length = text.length();
    block.write(Math.min(length, 127));
    if (length >= 127) {
      for (length -= 127; length >= 128; length >>= 7) {
        block.write((length & 127) | 128);
      }
      block.write(length);
    }
    block.writeBytes(text.getBytes(ISO_8859_1));
  }

  /** The pseudo-headers of a request. */
  public static byte[] request(String method, String path, String... more) {
    return join(
        block(":method: " + method, ":scheme: http", ":authority: x", ":path: " + path),
        block(more));
  }

  /** All in one piece. */
  public void send(byte[]... parts) throws IOException {
    socket.getOutputStream().write(join(parts));
  }

  /** The next frame, null at the end of the connection. */
  Frame read() throws IOException {
    try {
      int high = in.read();
      if (high < 0) {
        return null;
      }
      int length = high << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      return new Frame(type, flags, stream, in.readNBytes(length));
    } catch (SocketException reset) {
      return null;
    }
  }

  /**
   * What becomes of all that was sent so far: {@code stream:ERROR}, {@code connection:ERROR},
   * {@code closed} or, when the server went on undisturbed, the status of the last response, {@code
   * alive} where there was none.
   */
  String outcome() throws IOException {
    try {
      send(frame(PING, 0, 0, MARK));
    } catch (SocketException closed) {
      // what was answered before that is to be read
    }
    String outcome = "alive";
    for (Frame frame = read(); frame != null; frame = read()) {
      switch (frame.type) {
        case RST_STREAM -> {
          return "stream:" + error(frame.number(0));
        }
        case GOAWAY -> {
          return "connection:" + error(frame.number(4));
        }
        case HEADERS -> outcome = status(frame);
        case PING -> {
          if (Arrays.equals(frame.payload, MARK)) {
            return outcome;
          }
        }
        default -> {}
      }
    }
    return "closed";
  }

  static String error(int code) {
    return String.valueOf(Http2Error.valueOf(code));
  }

  /** Of a HEADERS frame without padding; all have to be asked, in order. */
  String status(Frame frame) {
    return headers(frame).status().toString();
  }

  private Http2Headers headers(Frame frame) {
    int priority = (frame.flags & 0x20) == 0 ? 0 : 5;
    ByteBuf block = Unpooled.wrappedBuffer(frame.payload).skipBytes(priority);
    try {
      return headers.decodeHeaders(frame.stream, block);
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Reads until the next header section, which is that of an interim answer or of the answer. */
  public Http2Headers head() throws IOException {
    Frame frame = read();
    while (frame.type != HEADERS) {
      frame = read();
    }
    return headers(frame);
  }

  /** Reads until a stream ends; the status and the content, or what broke it off. */
  public String response(int stream) throws IOException {
    StringBuilder response = new StringBuilder();
    for (Frame frame = read(); frame != null; frame = read()) {
      if (frame.type == GOAWAY) {
        return response + "connection:" + error(frame.number(4));
      }
      if (frame.type == HEADERS && frame.stream == stream) {
        response.append(status(frame)).append(' ');
      } else if (frame.type == HEADERS) {
        status(frame);
      } else if (frame.type == DATA && frame.stream == stream) {
        response.append(new String(frame.payload, ISO_8859_1));
      } else if (frame.type == RST_STREAM && frame.stream == stream) {
        return response + "stream:" + error(frame.number(0));
      }
      if (frame.stream == stream && frame.ends()) {
        return response.toString();
      }
    }
    return response + "closed";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
