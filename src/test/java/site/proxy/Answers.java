package site.proxy;

import java.util.List;
import java.util.Random;

/** Makes up answers: good ones of every framing, and what chance makes of them. */
final class Answers {
  private static final List<String> SPLINTERS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\0",
          " ",
          "\t",
          ":",
          "\r\n\r\n",
          "\r\n ",
          "0\r\n\r\n",
          "5;x=y\r\n",
          "+5\r\n",
          "0x5\r\n",
          "fffffffffffffff\r\n",
          "Content-Length: 3\r\n",
          "Content-Length: 0\r\n",
          "Content-Length : 3\r\n",
          "Content-Length: 3, 3\r\n",
          "Content-Length: -1\r\n",
          "Content-Length:\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: identity\r\n",
          "Transfer-Encoding: gzip, chunked\r\n",
          "Transfer-Encoding:\u000bchunked\r\n",
          "Connection: close\r\n",
          "Connection: X-Word, keep-alive\r\n",
          "Connection: upgrade\r\nUpgrade: websocket\r\n",
          "Status: 404\r\n",
          "Trailer: X-Last\r\n",
          "HTTP/1.1 200 OK\r\n",
          "HTTP/1.1 100 Continue\r\n\r\n",
          "HTTP/1.1 101 Switching Protocols\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");

  private final Random random;
  private final boolean cgi;

  /**
   * Begins.
   *
   * @param cgi whether the status may be a field
   */
  Answers(Random random, boolean cgi) {
    this.random = random;
    this.cgi = cgi;
  }

  /** One that makes sense. */
  String good() {
    int framing = random.nextInt(6);
    boolean http = !cgi || framing == 0 || random.nextInt(4) == 0;
    String head = (cgi ? "" : interim()) + status(http, framing) + fields();
    String body = letters(random.nextInt(8) == 0 ? 5_000 : random.nextInt(60));
    return switch (framing) {
      case 0 -> head + "Transfer-Encoding: chunked\r\n\r\n" + chunks(body);
      case 1 -> head + "\r\n" + body; // to the end of the connection
      case 2 -> head + "\r\n";
      default -> head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    };
  }

  /** The same with up to four mistakes. */
  String mutated(String wire) {
    StringBuilder text = new StringBuilder(wire);
    for (int i = random.nextInt(4); i >= 0; i--) {
      // Most of what matters is in the head.
      int at = random.nextInt(Math.min(text.length(), random.nextInt(3) == 0 ? 6_000 : 120) + 1);
      int end = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(40)));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, (char) random.nextInt(256));
        case 2 -> text.insert(at, text.substring(at, end));
        case 3 -> text.setLength(at);
        case 4 -> text.replace(at, end, "" + (char) random.nextInt(256));
        default -> text.insert(at, SPLINTERS.get(random.nextInt(SPLINTERS.size())));
      }
    }
    return text.toString();
  }

  private String interim() {
    return random.nextInt(6) == 0 ? "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" : "";
  }

  private String status(boolean http, int framing) {
    int code = framing == 2 ? (random.nextBoolean() ? 204 : 304) : 200 + random.nextInt(2) * 204;
    if (http) {
      String version = !cgi && framing == 1 && random.nextBoolean() ? "HTTP/1.0 " : "HTTP/1.1 ";
      return version + code + " Said\r\n";
    }
    return "Status: " + code + (random.nextBoolean() ? " Said\r\n" : "\r\n");
  }

  private String fields() {
    StringBuilder fields = new StringBuilder("X-Word: " + letters(8) + "\r\n");
    for (int i = random.nextInt(5); i > 0; i--) {
      fields.append("X-" + letters(3) + ":" + " ".repeat(random.nextInt(3)) + letters(20) + "\r\n");
    }
    if (random.nextInt(4) == 0) {
      fields.append("Set-Cookie: a=1\r\nSet-Cookie: b=2; Path=/\r\n");
    }
    return fields.toString();
  }

  private String chunks(String body) {
    StringBuilder chunks = new StringBuilder();
    for (int at = 0; at < body.length(); ) {
      int length = Math.min(body.length() - at, 1 + random.nextInt(2_000));
      String size = Integer.toHexString(length) + (random.nextInt(4) == 0 ? ";why=not" : "");
      chunks.append(size + "\r\n" + body.substring(at, at + length) + "\r\n");
      at += length;
    }
    return chunks.append("0\r\n").append(random.nextInt(4) == 0 ? "X-Last: 1\r\n" : "") + "\r\n";
  }

  private String letters(int number) {
    return random
        .ints(number, 'a', 'z' + 1)
        .mapToObj(c -> "" + (char) c)
        .reduce("", String::concat);
  }
}
