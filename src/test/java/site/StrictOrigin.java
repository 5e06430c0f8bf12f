package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An upstream that reads HTTP/1.1 to the letter and nothing beside it, so that its opinion about
 * where a request ends is the RFC's. It remembers what it was asked, and what it could not read.
 */
final class StrictOrigin implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  StrictOrigin() throws IOException {
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "strict origin");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** Method, target and content of all requests since the last call. */
  List<String> seen() {
    List<String> since = new ArrayList<>();
    seen.drainTo(since);
    return since;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String line = line(in); true; line = line(in)) {
        seen.add(request(in, line));
        boolean noBody = line.startsWith("HEAD ");
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + (noBody ? "" : "ok");
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      }
    } catch (EOFException end) {
      // between two requests, or within one that the proxy gave up
    } catch (IOException reset) {
      // likewise
    } catch (IllegalStateException unreadable) {
      seen.add("unreadable: " + unreadable.getMessage());
    }
  }

  private static String request(InputStream in, String line) throws IOException {
    check(line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/1\\.1"), line);
    int hosts = 0;
    int length = -1;
    boolean chunked = false;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      check(field.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\u0080-\u00ff]*"), field);
      String name = field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
      String value = field.substring(name.length() + 1).strip();
      switch (name) {
        case "host" -> hosts++;
        case "content-length" -> {
          check(length < 0 && value.matches("0|[1-9][0-9]*"), field);
          length = Integer.parseInt(value);
        }
        case "transfer-encoding" -> {
          check(!chunked && value.equals("chunked"), field);
          chunked = true;
        }
        default -> {}
      }
    }
    check(hosts == 1, "hosts: " + hosts);
    check(!chunked || length < 0, "two lengths");
    String content =
        chunked ? chunks(in) : new String(in.readNBytes(Math.max(0, length)), ISO_8859_1);
    return line.substring(0, line.lastIndexOf(' ')) + (content.isEmpty() ? "" : " " + content);
  }

  private static String chunks(InputStream in) throws IOException {
    StringBuilder content = new StringBuilder();
    while (true) {
      String size = line(in);
      check(size.matches("[0-9a-f]{1,7}"), "chunk " + size);
      int length = Integer.parseInt(size, 16);
      byte[] piece = in.readNBytes(length);
      if (piece.length < length) {
        throw new EOFException();
      }
      if (length == 0) {
        return content + trailers(in);
      }
      content.append(new String(piece, ISO_8859_1));
      check(line(in).isEmpty(), "behind a chunk");
    }
  }

  private static String trailers(InputStream in) throws IOException {
    StringBuilder trailers = new StringBuilder();
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      check(field.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\u0080-\u00ff]*"), field);
      trailers.append(" [").append(field).append(']');
    }
    return trailers.toString();
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new IllegalStateException(what);
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      check(next != '\n', "a bare line feed behind " + line);
      line.write(next);
    }
    check(in.read() == '\n', "a bare carriage return behind " + line);
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
