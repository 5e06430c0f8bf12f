package site.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that says byte for byte what a test wants it to say, a thread for each connection. */
final class RawTarget implements AutoCloseable {
  /** What is done with a connection; it is closed afterwards. */
  interface Script {
    void play(Peer peer) throws IOException;
  }

  /** The target's end of a connection. */
  record Peer(int number, Socket socket, InputStream in) {

    /** The head of the next request, empty when the proxy closed the connection. */
    String readHead() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      int next;
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")
          && (next = in.read()) >= 0) {
        head.write(next);
      }
      return head.toString(StandardCharsets.ISO_8859_1);
    }

    Peer say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    }

    /** Returns when the proxy has closed the connection. */
    void awaitClose() {
      try {
        while (in.read() >= 0) {}
      } catch (IOException e) {
        // closed by RST, which will do as well
      }
    }
  }

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket listening;
  private final Script script;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Thread accepting;

  RawTarget(Script script) {
    this.script = script;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    accepting = start(this::accept);
  }

  /** One that answers the same text to every request on a connection, until it is closed. */
  static RawTarget answering(String response) {
    return new RawTarget(
        peer -> {
          while (!peer.readHead().isEmpty()) {
            peer.say(response);
          }
        });
  }

  int port() {
    return listening.getLocalPort();
  }

  /** New connections are refused from now on; those there are stay. */
  void refuse() throws IOException {
    listening.close();
    try {
      // The socket lives until the thread that waits for connections has left it.
      accepting.join(10_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    refuse();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = listening.accept();
      open.add(socket);
      int number = connections.incrementAndGet();
      start(
          () -> {
            try (socket) {
              script.play(
                  new Peer(number, socket, new BufferedInputStream(socket.getInputStream())));
            }
          });
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the test is over, or the proxy went away: what it did then is asserted elsewhere
              }
            },
            "raw-target");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
