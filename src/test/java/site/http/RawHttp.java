package site.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Speaks HTTP/1.1 byte by byte, so that nothing is repaired on the way. */
public final class RawHttp {
  private RawHttp() {}

  /**
   * An answer as it came.
   *
   * @param headers by lower-case name
   * @param text the body up to where the connection was closed, a character for each byte
   */
  public record Answer(int status, Map<String, String> headers, String text) {
    public String header(String name) {
      return headers.get(name);
    }

    /** Whether as many bytes came as were promised. */
    public boolean isComplete() {
      String length = header("content-length");
      return length != null && Long.parseLong(length) == text.length();
    }
  }

  /** Sends one request on a connection of its own and reads to the end. */
  public static Answer send(int port, String method, String path, String... headers) {
    try (Socket socket = open(port, method, path, headers)) {
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static Answer get(int port, String path, String... headers) {
    return send(port, "GET", path, headers);
  }

  /** Sends one request and leaves the answer to be read. */
  public static Socket open(int port, String method, String path, String... headers)
      throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    StringBuilder head =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: site.test\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("connection: close\r\n\r\n");
    socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
    return socket;
  }

  /** Reads until the connection ends, however it does. */
  public static Answer read(InputStream in) {
    String text = new String(readAll(in), ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer: " + text);
    }
    List<String> lines = List.of(text.substring(0, end).split("\r\n", -1));
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    int status = Integer.parseInt(lines.get(0).split(" ", -1)[1]);
    return new Answer(status, fields, text.substring(end + 4));
  }

  private static byte[] readAll(InputStream in) {
    var all = new ByteArrayOutputStream();
    byte[] piece = new byte[64 * 1024];
    try {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        all.write(piece, 0, n);
      }
    } catch (IOException reset) {
      // A reset ends an answer as much as an orderly close; what came before it counts.
    }
    return all.toByteArray();
  }
}
