package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies at any step, and the next one. */
@Timeout(120)
class CrashTest {
  private static final int KILLED = 137;

  @TempDir Path home;
  private final AtomicInteger step = new AtomicInteger(1);

  @Test
  void whereverAProcessDiesTheNextOneNeedsNoSecondOrder() throws Exception {
    assumeTrue(Pebble.isInstalled(), Pebble.MISSING);
    HttpServer answers = answers();
    int http = answers.getAddress().getPort();
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, http))) {
      while (diesAt(step.get(), pebble) == KILLED) {
        try (Issuance next = new Issuance(directory(), 0)) {
          next.keep(
              Issuance.spec(Issuance.authority(pebble.directoryUrl(), pebble), "www.example.com"));
          next.awaitCertificate("www.example.com");
        }

        assertThat(pebble.orders())
            .as("orders after death at step " + step.get())
            .isEqualTo(step.get());
        step.incrementAndGet();
      }
      answers.stop(0);

      assertThat(step.get()).as("steps that store something").isGreaterThan(5);
    }
  }

  /** Some test runners have a class loader of their own, others a class path. */
  private static String classPath() {
    return Crash.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
        : System.getProperty("java.class.path");
  }

  private Path directory() {
    return home.resolve("step" + step.get());
  }

  /** The authority may look while nobody lives, so another server on the directory answers. */
  private HttpServer answers() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String answer =
              Http01Solver.token(exchange.getRequestURI().getPath())
                  .flatMap(new Http01Solver(directory().resolve("tls"))::blockingAnswerOfOthers)
                  .orElse("");
          byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private int diesAt(int n, Pebble pebble) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Crash.class.getName(),
                directory().toString(),
                pebble.directoryUrl().toString(),
                pebble.serverRoot().toString(),
                Integer.toString(n))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("step" + step.get() + ".log").toFile())
            .start();
    return process.waitFor();
  }
}
