package site.apps.journeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import site.Await;
import site.JarProcess;
import site.Ports;
import site.TestServer;

/**
 * The site of this repository with all its apps, in the built jar, as {@code scripts/run} starts
 * it. Only its ports, its limits and the password of its admin pages are the tests' own.
 */
final class JourneySite implements AutoCloseable {
  static final String ADMIN = "admin:rigboard";

  private static final List<String> APPS = List.of("hello", "parts", "rain", "weather-mail");
  private static final String PASSWORD =
      "\\$5\\$rounds=1000\\$saltsalt\\$VV/WKA8y1AZpo/ZhbQLH4BLq7Q3Xm8ChmcvlqRplv5C";

  private final Path home = Files.createTempDirectory("journeys");
  private final Path downloads;
  private final int port = Ports.free();
  private final Vertx vertx = Vertx.vertx();
  private final JarProcess server;
  private final HttpClient client;

  /**
   * @param downloads where the browser puts files
   */
  JourneySite(Path downloads) throws Exception {
    this.downloads = downloads;
    Files.createDirectories(home.resolve("target/apps"));
    Files.createDirectories(home.resolve("webroot"));
    for (String app : APPS) {
      Files.copy(jar(app), home.resolve("target/apps/" + app + ".jar"));
    }
    TestServer.write(home.resolve("config/site.yaml"), configuration());
    server = JarProcess.serve(home);
    client =
        HttpClient.newBuilder()
            .sslContext(TestServer.trusting(home.resolve("data/tls/internal/root.pem")))
            .build();
  }

  private String configuration() throws IOException {
    return Files.readString(Path.of("config/site.yaml"))
        .replace(":8080\"", "127.0.0.1:" + Ports.free() + "\"")
        .replace(":8443\"", "127.0.0.1:" + port + "\"")
        .replaceAll("errors: .*\n", "\n")
        .replaceAll("rate: \\d+/[hm]", "rate: 100000/m")
        .replaceAll("\\$\\{secret:(PARTS|SKY)_ADMIN/admin:-[^}]*}", PASSWORD);
  }

  static Path jar(String app) {
    return Path.of(System.getProperty("site.apps"), app + ".jar");
  }

  /** A page of the site. */
  URI uri(String path) {
    return URI.create("https://localhost:" + port + path);
  }

  /** A folder of this run, made when it is asked for. */
  Path folder(String name) {
    try {
      return Files.createDirectories(home.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes away a file the browser was given, when it is whole. */
  String takeDownload(String name) throws IOException {
    Path file = downloads.resolve(name);
    Await.until(() -> Files.exists(file), () -> "no " + file);
    String text = Files.readString(file);
    Files.delete(file);
    return text;
  }

  HttpResponse<String> get(URI page) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(page));
  }

  /** As a program sends a form: without cookies, and following no redirect. */
  HttpResponse<String> post(URI page, String name, String value)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(page)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(name + "=" + URLEncoder.encode(value, UTF_8))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** By the command line, as whoever runs the site would. */
  JarProcess.Result deploy(String app, Path jar) throws IOException, InterruptedException {
    return JarProcess.run(home, "app", "deploy", app, jar.toString());
  }

  /** The letters of an app, which became files. */
  List<Letter> letters(String app) {
    try (Stream<Path> files = Files.list(folder("data/outbox/" + app))) {
      return files
          .filter(file -> file.toString().endsWith(".eml"))
          .map(JourneySite::letter)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Letter letter(Path file) {
    try {
      return Letter.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the database as this app may. */
  RowSet<Row> rows(String app, String sql, Object... values) throws IOException {
    Pool pool = pool(app);
    return await(pool.preparedQuery(sql).execute(Tuple.from(values)).eventually(pool::close));
  }

  private Pool pool(String app) throws IOException {
    String password =
        Files.readAllLines(home.resolve("data/db/accounts")).stream()
            .filter(line -> line.startsWith(app + " "))
            .findFirst()
            .orElseThrow()
            .substring(app.length() + 1);
    return MySQLBuilder.pool()
        .using(vertx)
        .with(new PoolOptions().setMaxSize(1))
        .connectingTo(
            new MySQLConnectOptions()
                .setHost(home.resolve("data/db/mariadb.sock").toString())
                .setUser(app)
                .setPassword(password)
                .setDatabase(app))
        .build();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }

  /** In an orderly way: a database would outlive a server that is killed. */
  @Override
  public void close() throws IOException {
    try {
      server.signal("TERM");
      server.blockingEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    await(vertx.close());
    delete(home);
    delete(downloads);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
