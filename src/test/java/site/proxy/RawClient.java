package site.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says byte for byte what a test wants it to say. */
final class RawClient implements AutoCloseable {
  final Socket socket;

  RawClient(Front front) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
    socket.setSoTimeout(20_000);
  }

  /** The whole answer of a server that closes the connection after it. */
  static String exchange(Front front, String request) throws IOException {
    try (RawClient client = new RawClient(front)) {
      return client.say(request).readAll();
    }
  }

  RawClient say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** All until the server closes. */
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** All until what was read ends with the text. */
  String readUntil(String end) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int next;
    while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(end) && (next = in.read()) >= 0) {
      read.write(next);
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  /** Goes away without a word. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
