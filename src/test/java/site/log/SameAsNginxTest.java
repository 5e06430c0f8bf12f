package site.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Ports;

/** Sends the same requests to a real nginx and compares its lines with ours, byte by byte. */
class SameAsNginxTest {
  private static final Path NGINX = Path.of("/usr/sbin/nginx");
  private static final Pattern TIME = Pattern.compile("\\[([^]]+)]");

  private static final String CUSTOM =
      "[$time_local] $host $http_host $request_method $request_uri $args $status $scheme"
          + " $server_protocol <$http_referer> <$http_x_empty> <$http_x_missing>";

  private static final List<String> REQUESTS =
      List.of(
          "GET / HTTP/1.1\r\nHost: x\r\n",
          "GET / HTTP/1.0\r\nHost: x\r\n",
          "GET /a?b=c&d HTTP/1.1\r\nHost: x\r\nReferer: http://r/?q\r\nUser-Agent: curl/8\r\n",
          "GET /%20%22?%00 HTTP/1.1\r\nHost: x\r\n".replace("%00", "%41"),
          "GET /\"quoted\" HTTP/1.1\r\nHost: x\r\nUser-Agent: \"quoted\" 'single'\r\n",
          "GET /back\\slash HTTP/1.1\r\nHost: x\r\nUser-Agent: back\\slash\r\n",
          "GET /\u00c3\u00a9 HTTP/1.1\r\nHost: x\r\nUser-Agent: \u00c3\u00a9\u00ff\u0080\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: tab\there\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: bell\u0007 esc\u001b[31m del\u007f\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nReferer: \r\nUser-Agent:\r\nX-Empty:\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nReferer: -\r\nUser-Agent: ~!@#$%^&*()_+{}|:<>?\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2\r\n",
          "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n",
          "OPTIONS /o HTTP/1.1\r\nHost: x\r\n",
          "PROPFIND /o HTTP/1.1\r\nHost: x\r\n");

  @TempDir private Path folder;

  @Test
  void everyFormatWritesWhatNginxWrites() throws Exception {
    assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
    int port = Ports.free();
    Process nginx = start(port);
    try {
      for (String request : REQUESTS) {
        send(port, request);
      }
      compare("combined", "combined");
      compare("main", "main");
      compare("custom", CUSTOM);
    } finally {
      nginx.destroy();
      assertThat(nginx.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void compare(String file, String format) throws Exception {
    AccessFormat ours = AccessFormat.compile(format, ZoneId.systemDefault());
    Path log = folder.resolve(file);
    Await.until(() -> Files.readAllLines(log, ISO_8859_1).size() == REQUESTS.size());
    List<String> lines = Files.readAllLines(log, ISO_8859_1);

    for (int i = 0; i < lines.size(); i++) {
      AccessEntry entry = Entries.of(REQUESTS.get(i), "", time(lines.get(i)));
      assertThat(ours.line(entry)).isEqualTo(lines.get(i));
    }
  }

  private static Instant time(String line) {
    Matcher matcher = TIME.matcher(line);
    assertThat(matcher.find()).isTrue();
    return DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
        .parse(matcher.group(1), Instant::from);
  }

  private Process start(int port) throws Exception {
    Path configuration = Files.writeString(folder.resolve("nginx.conf"), configuration(port));
    Process nginx =
        new ProcessBuilder(
                NGINX.toString(), "-p", folder.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    Await.until(
        () -> {
          assertThat(nginx.isAlive()).as(Files.readString(folder.resolve("out"))).isTrue();
          return isListening(port);
        });
    return nginx;
  }

  private static boolean isListening(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String configuration(int port) {
    return """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log error.log;
        events {}
        http {
          log_format main '$remote_addr - $remote_user [$time_local] "$request" '
                          '$status $body_bytes_sent "$http_referer" '
                          '"$http_user_agent" "$http_x_forwarded_for"';
          log_format custom '%s';
          client_body_temp_path tmp1;
          proxy_temp_path tmp2;
          fastcgi_temp_path tmp3;
          uwsgi_temp_path tmp4;
          scgi_temp_path tmp5;
          server {
            listen 127.0.0.1:%d;
            access_log combined combined;
            access_log main main;
            access_log custom custom;
            location / { return 200 hello; }
          }
        }
        """
        .formatted(CUSTOM, port);
  }

  private static void send(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      String head = request + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)).contains("hello");
    }
  }
}
