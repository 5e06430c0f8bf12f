package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx, its configuration imported, and both asked the same. */
class NginxImportIT {
  private static final String CONFIGURATION =
      """
      user root; # who is no root is only warned
      worker_processes 1;
      error_log %1$s/error.log;
      pid %1$s/nginx.pid;
      events { worker_connections 64; }
      http {
        access_log off;
        client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
        default_type application/octet-stream;
        types { text/html html; text/plain txt; image/png png; text/css css; }
        upstream app { server 127.0.0.1:%3$d; }
        server {
          listen 127.0.0.1:%3$d;
          location / { return 200 "app got $request_method $request_uri"; }
        }
        server {
          listen 127.0.0.1:%2$d;
          server_name one.example;
          root %1$s/www;
          location = /exact { return 200 exact; }
          location /text/ { return 200 prefix; }
          location /text/deep/ { return 200 deeper; }
          location ^~ /static/ { expires 1h; }
          location ~ \\.pic$ { return 200 picture; }
          location ~* \\.FOO$ { return 200 text; }
          location /alias/ { alias %1$s/other/; }
          location /app/ { proxy_pass http://app; }
          location /cut/ { proxy_pass http://app/; }
          location /moved/ { proxy_pass http://app/v2/; }
          location /old/ { return 301 /new/; }
          location /gone { return 410; }
          location /spa/ { try_files $uri /spa/index.html; }
          location /first/ { try_files $uri @app; }
          location @app { proxy_pass http://app; }
          location /secret { deny all; }
          rewrite ^/legacy/(.*)$ /modern/$1 permanent;
          add_header X-Site one;
        }
      }
      """;

  @TempDir Path home;
  private Process nginx;
  private int port;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    for (String file :
        List.of(
            "www/index.html",
            "www/static/index.html",
            "www/static/a.css",
            "www/static/b.pic",
            "www/c.pic",
            "www/d.css",
            "www/spa/index.html",
            "www/spa/x.css",
            "www/first/here.css",
            "other/index.html",
            "other/e.css")) {
      Path path = home.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "the file " + file);
    }
    port = Ports.free();
    Path file = home.resolve("nginx.conf");
    Files.writeString(file, CONFIGURATION.formatted(home, port, Ports.free()));
    nginx =
        new ProcessBuilder(
                "nginx", "-p", home.toString(), "-c", file.toString(), "-g", "daemon off;")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("nginx.out").toFile())
            .start();
    Await.until(() -> listens(port) || !nginx.isAlive());
  }

  @AfterEach
  void stop() throws InterruptedException {
    nginx.destroy();
    nginx.waitFor(30, TimeUnit.SECONDS);
  }

  @Test
  void theImportedSiteAnswersAsNginxDid() throws Exception {
    assertThat(nginx.isAlive()).as(Files.readString(home.resolve("nginx.out"))).isTrue();
    Path paths = home.resolve("paths");
    Files.write(
        paths,
        List.of(
            "/",
            "/exact",
            "/exact?x=1",
            "/text/",
            "/text/x",
            "/text/deep/x",
            "/text/x.pic",
            "/static/a.css",
            "/static/b.pic",
            "/c.pic",
            "/nowhere.pic",
            "/d.css",
            "/d.foo",
            "/alias/e.css",
            "/alias/none",
            "/app/x?y=1",
            "/app",
            "/cut/x",
            "/cut/",
            "/moved/x",
            "/old/x",
            "/gone",
            "/spa/",
            "/spa/x.css",
            "/spa/route/of/app",
            "/first/here.css",
            "/first/other?a=b",
            "/secret",
            "/secret/x",
            "/legacy/page?q=1",
            "/nothing"));
    JarProcess.Result imported =
        JarProcess.run(home, "import", "nginx", "nginx.conf", "--report", "left.txt");
    Files.createDirectories(home.resolve("config"));
    int ours = Ports.free();
    Files.writeString(home.resolve("config/site.yaml"), at(ours, imported.text()));

    try (JarProcess site = JarProcess.serve(home)) {
      JarProcess.Result verified =
          JarProcess.run(
              home,
              "import",
              "nginx",
              "nginx.conf",
              "--verify",
              "http://127.0.0.1:" + port,
              "--new",
              "http://127.0.0.1:" + ours,
              "--paths",
              paths.toString());

      assertThat(verified.text()).contains(" requests, 0 differ");
      assertThat(verified.exit()).isZero();
      site.signal("TERM");
      assertThat(site.blockingEnd().exit()).isZero();
    }
  }

  /** nginx still has its own. */
  private static String at(int port, String yaml) {
    String listeners = "listeners: [{address: '127.0.0.1:%d'}]\n".formatted(port);
    return yaml.replaceFirst("(?s)listeners:.*?\n(?=[a-z])", listeners);
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
