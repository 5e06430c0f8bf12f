package site.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a FastCGI program writes to its standard error, line by line to the log. */
final class ErrorLines {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorLines.class);

  /** Of one request; what is beyond is thrown away. */
  private static final int MAX_CHARS = 16 * 1024;

  private final String route;
  private final StringBuilder text = new StringBuilder();

  ErrorLines(String route) {
    this.route = route;
  }

  void read(ByteBuf part) {
    if (text.length() < MAX_CHARS) {
      text.append(part.toString(UTF_8));
    }
  }

  /** Logs what was said, at the end of a request. */
  void flush() {
    text.setLength(Math.min(text.length(), MAX_CHARS));
    text.toString().lines().filter(line -> !line.isBlank()).forEach(this::log);
    text.setLength(0);
  }

  private void log(String line) {
    LOG.warn("route {}: FastCGI says: {}", route, line.replaceAll("\\p{Cntrl}", "?"));
  }
}
