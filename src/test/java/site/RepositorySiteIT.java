package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this repository, as {@code scripts/run} starts it, with Flask under Gunicorn. */
class RepositorySiteIT {
  @TempDir static Path home;
  private static int plain;
  private static int secure;
  private static Path socket;
  private static Process gunicorn;
  private static JarProcess server;

  /** Once for all: the database alone takes seconds. */
  @BeforeAll
  static void startAll() throws Exception {
    copy(Path.of("webroot"), home.resolve("webroot"));
    copy(Path.of(System.getProperty("site.apps")), home.resolve("target/apps"));
    plain = Ports.free();
    secure = Ports.free();
    socket = home.resolve("flask.sock");
    TestServer.write(
        home.resolve("config/site.yaml"),
        Files.readString(Path.of("config/site.yaml"))
            .replace(":8080\"", ":" + plain + "\"")
            .replace(":8443\"", ":" + secure + "\"")
            .replace("${env:FLASK:-http://127.0.0.1:5001}", "unix:" + socket));
    gunicorn = startGunicorn();
    server = JarProcess.serve(home);
  }

  /** In an orderly way: a database would outlive a server that is killed. */
  @AfterAll
  static void stopAll() throws Exception {
    gunicorn.destroy();
    server.signal("TERM");
    server.blockingEnd();
  }

  @Test
  void homePageAppAndFlaskAnswerOverBothVersionsOfHttp() throws Exception {
    for (String version : List.of("--http1.1", "--http2")) {
      assertThat(curl(version, "https://localhost:" + secure + "/"))
          .contains("site.jar is running");
      assertThat(curl(version, "https://localhost:" + secure + "/hello/plain"))
          .contains("Hello there!");
      assertThat(curl(version, "https://localhost:" + secure + "/flask/echo"))
          .contains("x-forwarded-proto")
          .contains("https");
    }
  }

  @Test
  void flaskLearnsWhereItIsMountedAndWhoAsks() throws Exception {
    assertThat(curl("-si", "https://localhost:" + secure + "/flask/redirect"))
        .contains("location: https://localhost:" + secure + "/flask/");
    assertThat(curl("--data", "a=b", "https://localhost:" + secure + "/flask/echo"))
        .contains("a=b")
        .contains("127.0.0.1");
  }

  @Test
  @Tag("F-1")
  void theAppWithADatabaseNeedsNothingInstalledOrConfigured() throws Exception {
    String parts = "https://localhost:" + secure + "/pc-builder-app";

    assertThat(curl("-si", parts)).contains("308").contains("location: /pc-builder-app/");
    assertThat(curl(parts + "/table")).contains("58 parts");
    assertThat(curl("-si", parts + "/order_table")).contains("401").contains("Rigboard");
  }

  @Test
  void plainRequestsAreSentOnToHttps() throws Exception {
    assertThat(curl("-si", "http://localhost:" + plain + "/hello/?a=b"))
        .contains("308")
        .contains("location: https://localhost:" + secure + "/hello/?a=b");
  }

  @Test
  void whenFlaskIsGoneItsRouteSaysSoAndTheOthersGoOnUntilItIsBack() throws Exception {
    gunicorn.destroy();
    assertThat(gunicorn.waitFor(20, TimeUnit.SECONDS)).isTrue();
    try {
      assertThat(curl("-si", "https://localhost:" + secure + "/flask/echo")).contains("502");
      assertThat(curl("https://localhost:" + secure + "/hello/plain")).contains("Hello there!");
    } finally {
      Files.deleteIfExists(socket);
      gunicorn = startGunicorn();
    }

    assertThat(curl("https://localhost:" + secure + "/flask/echo")).contains("x-forwarded-proto");
  }

  @Test
  void aBrowserShowsTheHomePageAndTheApp() throws Exception {
    assumeThat(Path.of("/usr/bin/chromium")).as("Chromium is installed").exists();

    assertThat(dom("https://localhost:" + secure + "/")).contains("site.jar").contains("<main");
    assertThat(dom("https://localhost:" + secure + "/hello/")).contains("Hello there!");
  }

  private String dom(String url) throws Exception {
    return run(
        List.of(
            "/usr/bin/chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--ignore-certificate-errors",
            "--user-data-dir=" + home.resolve("chromium"),
            "--dump-dom",
            url));
  }

  private String curl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20"));
    command.addAll(List.of("--cacert", home.resolve("data/tls/internal/root.pem").toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private String run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return text;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process startGunicorn() throws Exception {
    assumeThat(Path.of("/usr/bin/gunicorn")).as("Gunicorn is installed").exists();
    Process process =
        new ProcessBuilder(
                "/usr/bin/gunicorn",
                "--chdir",
                Path.of("src/test/flask").toAbsolutePath().toString(),
                "--bind",
                "unix:" + socket,
                "--workers",
                "2",
                "app:app")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("gunicorn.log").toFile())
            .start();
    while (!Files.exists(socket) && process.isAlive()) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(process.isAlive()).as("Gunicorn runs").isTrue();
    return process;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path source : tree.toList()) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.copy(source, target);
        }
      }
    }
  }
}
