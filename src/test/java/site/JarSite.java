package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import site.admin.AdminClient;
import site.deploy.AppJar;

/** The built jar serving apps of one home, each below its name, in a process of its own. */
final class JarSite implements AutoCloseable {
  private static final String MANY =
      "import io.vertx.core.*; import io.vertx.core.http.*; import java.nio.file.*;";

  private final Path home;
  private final int port = Ports.free();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private JarProcess server;

  JarSite(Path home) throws IOException {
    this.home = home;
    Files.createDirectories(home.resolve("apps"));
  }

  /** Makes {@code apps/<file>}, whose only handler runs the statements on {@code request}. */
  Path answering(String file, String statements) throws IOException {
    return verticle(
        file,
        """
        public class Main extends VerticleBase {
          public Future<?> start() {
            return vertx.createHttpServer().requestHandler(this::handle).listen(8080);
          }
          void handle(HttpServerRequest request) { %s }
        }
        """
            .formatted(statements));
  }

  Path verticle(String file, String body) throws IOException {
    return AppJar.of(MANY, body).pack(home.resolve("apps").resolve(file));
  }

  /** Writes the configuration of apps given as {@code name: { … }} lines, and serves. */
  JarSite serve(String... apps) throws IOException {
    configure(apps);
    server = JarProcess.serve(home);
    return this;
  }

  /** The same on another Java. */
  void serve(Path java, String... apps) throws IOException {
    configure(apps);
    server = JarProcess.serve(java, home);
  }

  private void configure(String... apps) {
    StringBuilder routes = new StringBuilder();
    for (String app : apps) {
      String name = app.substring(0, app.indexOf(':'));
      routes.append("    - { path: /%1$s/*, strip-prefix: /%1$s, app: %1$s }\n".formatted(name));
    }
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: "127.0.0.1:%d" }]
        log: { access: { to: "off" } }
        shutdown: { drain: 1s }
        apps:
          %s
        sites:
        - hosts: ["*"]
          routes:
        %s"""
            .formatted(port, String.join("\n  ", apps), routes));
  }

  JarProcess server() {
    return server;
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpClient client() {
    return client;
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** What the command line prints for {@code app <arguments>}, and how it ends. */
  JarProcess.Result app(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    all[0] = "app";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return JarProcess.run(home, all);
  }

  /** The same for a file, by the socket the command line uses. */
  String deploy(String app, Path file) throws Exception {
    String query = URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    return admin("POST", "/apps/" + app + "/deploy?file=" + query);
  }

  String admin(String method, String path) throws Exception {
    return new AdminClient(home.resolve("run/admin.sock"))
        .blockingAsk(method, path, "text/plain")
        .body();
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it did not come true in 30 s").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
