package site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that tunnels (RFC 9110 9.3.6) for those who know its password. */
final class ConnectProxy implements AutoCloseable {
  private static final String UNKNOWN =
      """
      HTTP/1.1 407 Proxy Authentication Required\r
      proxy-authenticate: Basic realm="p"\r
      content-length: 0\r
      \r
      """;

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger tunnels = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final String expected;

  ConnectProxy(String userAndPassword) throws IOException {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.US_ASCII);
    this.expected = "proxy-authorization: Basic " + Base64.getEncoder().encodeToString(bytes);
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many were let through. */
  int tunnels() {
    return tunnels.get();
  }

  /** How many did not say the password. */
  int refused() {
    return refused.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStreamReader ascii =
          new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII);
      BufferedReader in = new BufferedReader(ascii);
      String target = target(in);
      while (!tunnel(client, in, target)) {
        target = target(in);
      }
    } catch (IOException | RuntimeException gone) {
      // the client's business
    }
  }

  private static String target(BufferedReader in) throws IOException {
    String line = in.readLine();
    return line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '));
  }

  /** False: the password was missing, the client may ask again on the same connection. */
  private boolean tunnel(Socket client, BufferedReader in, String target) throws IOException {
    boolean knows = false;
    String field = in.readLine();
    while (!field.isEmpty()) {
      knows |= field.equalsIgnoreCase(expected);
      field = in.readLine();
    }
    if (!knows) {
      refused.incrementAndGet();
      say(client, UNKNOWN);
      return false;
    }
    tunnels.incrementAndGet();
    int colon = target.lastIndexOf(':');
    int port = Integer.parseInt(target.substring(colon + 1));
    try (Socket server = new Socket(target.substring(0, colon), port)) {
      say(client, "HTTP/1.1 200 OK\r\n\r\n");
      threads.execute(() -> copy(client, server));
      copy(server, client);
    }
    return true;
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException closed) {
      // the other direction has ended
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
