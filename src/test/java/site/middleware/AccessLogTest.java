package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.Action;
import site.log.AccessFormat;
import site.log.LineWriters;

class AccessLogTest {
  private static final Action HELLO =
      exchange -> {
        exchange.routed("example.com", "/*");
        exchange.user("ann");
        return exchange.response().putHeader("content-type", "text/plain").end("hello");
      };

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "$request,                       GET //a/../b?c HTTP/1.1",
    "$request_uri $uri $args,        //a/../b?c /b c",
    "$status $body_bytes_sent,       200 5",
    "$remote_addr:$remote_port,      127.0.0.1:4711",
    "$remote_user,                   ann",
    "$host $scheme $request_id,      x http abcdefgh234567ab",
    "$site $route $note,             example.com /* -",
    "$http_user_agent,               '1, 2'",
    "$sent_http_content_type,        text/plain",
    "$http_referer,                  -",
  })
  void aLineTellsWhatWasAskedAndAnswered(String format, String line) throws Exception {
    String lines =
        lines(format, HELLO, "GET //a/../b?c HTTP/1.1\r\nUser-Agent: 1\r\nUser-Agent: 2\r\n");

    assertThat(lines).isEqualTo(line + "\n");
  }

  @Test
  void aHeadRequestSendsNoBody() throws Exception {
    assertThat(lines("$request $body_bytes_sent", HELLO, "HEAD / HTTP/1.0\r\n"))
        .isEqualTo("HEAD / HTTP/1.0 0\n");
  }

  @Test
  void theTimeIsThatFromRequestToEnd() throws Exception {
    String line = lines("$request_time", HELLO, "GET / HTTP/1.1\r\n");

    assertThat(Double.parseDouble(line)).isBetween(0.0, 10.0);
  }

  @Test
  void anExchangeThatShallNotBeMentionedIsNot() throws Exception {
    Action silent =
        exchange -> {
          exchange.logged(false);
          return exchange.response().end();
        };

    assertThat(lines("$status", silent, "GET / HTTP/1.1\r\n")).isEmpty();
  }

  private String lines(String format, Action action, String request) throws Exception {
    Path file = folder.resolve("access.log");
    var writers = new LineWriters(System.err);
    var log =
        new AccessLog(
            AccessFormat.compile(format, ZoneId.systemDefault()), writers.fileBlocking(file), 1);
    try (var served = new Served(action, false, log::handle)) {
      served.raw(request);
    }
    writers.closeBlocking(Duration.ofSeconds(30));
    return Files.readString(file);
  }
}
