package site.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
      String head =
          method + " " + uri + " HTTP/1.0\r\nhost: admin\r\naccept: " + accept + "\r\n\r\n";
      ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return parse(readToEnd(Channels.newInputStream(channel)));
    }
  }

  private static String readToEnd(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Answer parse(String answer) throws IOException {
    int head = answer.indexOf("\r\n\r\n");
    if (head < 0 || !answer.startsWith("HTTP/1.")) {
      throw new IOException("the server closed the connection without an answer");
    }
    int status = Integer.parseInt(answer.substring(9, 12));
    return new Answer(status, answer.substring(head + 4));
  }
}
