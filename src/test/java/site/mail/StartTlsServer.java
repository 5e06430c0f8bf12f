package site.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import site.tls.InternalTls;

/** A mail server that takes every letter, and offers STARTTLS with a certificate for one name. */
final class StartTlsServer implements AutoCloseable {
  private final ServerSocket socket;
  private final SSLContext tls;
  private final List<String> privateLines = new CopyOnWriteArrayList<>();
  private final List<String> openLines = new CopyOnWriteArrayList<>();

  StartTlsServer(Path authority, String name) throws Exception {
    this.socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    this.tls = InternalTls.context(authority, name);
    Thread thread = new Thread(this::serve, "smtp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What was said before the handshake. */
  List<String> openLines() {
    return openLines;
  }

  /** What was said after the handshake. */
  List<String> privateLines() {
    return privateLines;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        write(client, "220 hello");
        talk(client, openLines, true);
      } catch (IOException e) {
        // the client or the test has gone
      }
    }
  }

  private void talk(Socket client, List<String> lines, boolean offer) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    boolean letter = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      lines.add(line);
      if (line.equals("STARTTLS")) {
        write(client, "220 go on");
        SSLSocket secure =
            (SSLSocket)
                tls.getSocketFactory()
                    .createSocket(client, client.getInetAddress().getHostName(), port(), true);
        secure.setUseClientMode(false);
        talk(secure, privateLines, false);
        return;
      }
      if (letter && !line.equals(".")) {
        continue;
      }
      letter = line.equals("DATA");
      write(
          client,
          line.startsWith("EHLO")
              ? offer ? "250-here\r\n250 STARTTLS" : "250-here\r\n250 AUTH PLAIN"
              : line.startsWith("AUTH") ? "235 welcome" : letter ? "354 go on" : "250 well");
    }
  }

  private static void write(Socket client, String line) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
