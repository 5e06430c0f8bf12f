package site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plain server of Java's own on loopback, whose answers a test writes. */
final class LocalServer implements AutoCloseable {
  private final HttpServer server;

  private LocalServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  /** What is answered to a request. */
  interface Answers {
    String to(HttpExchange exchange) throws IOException;
  }

  /** Has nothing to say yet. */
  static LocalServer start() throws IOException {
    return new LocalServer();
  }

  /** Tells the head of each request, names in lower case, line by line. */
  static LocalServer echo() throws IOException {
    return start().answering("/", LocalServer::head);
  }

  LocalServer answering(String path, Answers answers) {
    server.createContext(path, exchange -> answer(exchange, answers));
    return this;
  }

  private static void answer(HttpExchange exchange, Answers answers) throws IOException {
    byte[] body = answers.to(exchange).getBytes(UTF_8);
    if (exchange.getResponseCode() < 0) {
      exchange.sendResponseHeaders(200, body.length);
    }
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String head(HttpExchange exchange) {
    return exchange.getRequestHeaders().entrySet().stream()
        .map(e -> e.getKey().toLowerCase(Locale.ROOT) + ": " + String.join("|", e.getValue()))
        .collect(Collectors.joining("\n", exchange.getRequestURI() + "\n", "\n"));
  }

  /** What another server on loopback says to these octets before it closes or falls silent. */
  static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      byte[] answer = new byte[4096];
      return new String(answer, 0, Math.max(0, socket.getInputStream().read(answer)), UTF_8);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
