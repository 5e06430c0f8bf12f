package site.admin;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Asks the running server over its admin socket. Speaks just the HTTP/1.0 that takes, on the JDK
 * alone, so that a command answers at once.
 */
public final class AdminClient {
  private final Path socket;

  public AdminClient(Path socket) {
    this.socket = socket;
  }

  /** What the server said. */
  public record Answer(int status, String body) {
    public boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends one request and waits for its end.
   *
   * @throws IOException when nobody listens or the answer breaks off
   */
  public Answer blockingAsk(String method, String uri, String accept) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      send(channel, method + " " + uri + " HTTP/1.0\r\nhost: admin\r\naccept: " + accept, "");
      return parse(readToEnd(Channels.newInputStream(channel)));
    }
  }

  /** Reads an answer while it comes. */
  interface Reader<T> {
    T read(int status, BufferedReader body) throws IOException;
  }

  /** Posts a form, in ASCII, and reads the answer while it comes. */
  <T> T blockingFollow(String uri, String form, Reader<T> reader) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String type = "content-type: application/x-www-form-urlencoded";
      String length = "content-length: " + form.length();
      send(
          channel,
          String.join("\r\n", "POST " + uri + " HTTP/1.0", "host: admin", type, length),
          form);
      InputStream in = Channels.newInputStream(channel);
      var answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      int status = status(answer.readLine());
      for (String field = answer.readLine(); field != null && !field.isEmpty(); ) {
        field = answer.readLine();
      }
      return reader.read(status, answer);
    }
  }

  private static void send(SocketChannel channel, String head, String body) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String readToEnd(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Answer parse(String answer) throws IOException {
    int head = answer.indexOf("\r\n\r\n");
    int status = status(head < 0 ? null : answer);
    return new Answer(status, answer.substring(head + 4));
  }

  private static int status(String answer) throws IOException {
    if (answer == null || !answer.startsWith("HTTP/1.")) {
      throw new IOException("the server closed the connection without an answer");
    }
    return Integer.parseInt(answer.substring(9, 12));
  }
}
