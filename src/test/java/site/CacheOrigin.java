package site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An origin that says byte for byte what a test wants, and remembers what it was asked. */
final class CacheOrigin implements AutoCloseable {
  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean closing;
  private volatile Function<String, String> script = head -> "";

  CacheOrigin() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on this is answered; an empty answer closes the connection. */
  CacheOrigin answers(Function<String, String> next) {
    script = next;
    return this;
  }

  /** From now on a 200 with these header lines and this body. */
  CacheOrigin answers(String lines, String body) {
    return answers(head -> response("200 OK", lines, body));
  }

  static String response(String status, String lines, String body) {
    String fields = lines.isEmpty() ? "" : String.join("\r\n", lines.split(" \\| ", -1)) + "\r\n";
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + fields
        + "content-length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** From now on each connection is closed behind its first answer. */
  void closeAfterAnswer() {
    closing = true;
  }

  /** The heads of the requests that came so far. */
  List<String> asked() {
    return asked;
  }

  String last() {
    return asked.get(asked.size() - 1);
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = listening.accept();
      open.add(socket);
      start(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      while (true) {
        String head = head(socket.getInputStream());
        if (head.isEmpty()) {
          return;
        }
        asked.add(head);
        String answer = script.apply(head);
        if (answer.isEmpty()) {
          return;
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        if (closing) {
          return;
        }
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the test is over, or the server went away: what it did then is asserted elsewhere
              }
            },
            "cache-origin");
    thread.setDaemon(true);
    thread.start();
  }
}
