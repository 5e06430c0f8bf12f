package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import site.acme.Pebble;

/** The built jar and a real authority, as processes. */
@SuppressWarnings("try") // processes that only have to be there
class AcmeIT extends WithAcmeSite {
  private static final String NAME = "www.example.com";
  private static final Duration TAKE_OVER = Duration.ofSeconds(25);

  @Test
  void oneCommandStartsAnAuthorityAndAServerThatCurlTrusts() throws Exception {
    Path out = home.resolve("out");
    String ports =
        Stream.generate(Ports::free)
            .distinct()
            .limit(6)
            .map(Object::toString)
            .collect(Collectors.joining(" "));
    Process script = script(ports, out);
    try {
      Await.until(() -> read(out).lines().anyMatch(l -> l.startsWith("ready")), () -> read(out));
      long ready = System.nanoTime();
      List<String> curl = List.of(told(out, "curl").split(" "));
      Await.until(
          () -> run(Stream.concat(curl.stream(), Stream.of("-fsS"))).contains("from pebble"),
          () -> read(out));
      long seconds = Duration.ofNanos(System.nanoTime() - ready).toSeconds();

      System.out.printf("a trusted certificate %d s after \"ready\"%n", seconds);
      List<String> list = List.of(told(out, "java").split(" "));
      assertThat(run(list.stream())).contains(NAME, "pebble", "renewal about");
    } finally {
      script.destroy();
      assertThat(script.waitFor(30, TimeUnit.SECONDS)).as("ends when told to").isTrue();
    }
    assertThat(Path.of(told(out, "java").replaceFirst(".* ", ""))).doesNotExist();
  }

  @Test
  void whenTheServerThatOrdersIsKilledTheOtherTakesOver() throws Exception {
    Pebble.Behaviour mortal =
        new Pebble.Behaviour(http, https).with("\"certificateValidityPeriod\": 10");
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), mortal)) {
      String second =
          yaml(pebble, "http-01", NAME)
              .replace("tls:\n  acme", "tls:\n  data: \"" + home.resolve("shared") + "\"\n  acme");
      String first =
          second
              .replace(":" + http + "\"", ":" + Ports.free() + "\"")
              .replace(":" + https + "\"", ":" + Ports.free() + "\"")
              .replace("a.sock", "b.sock");
      pebble.freeze();
      try (JarProcess orders = serve("one", first);
          JarProcess follows = serve("two", second)) {
        pebble.thaw(); // and asks the second, which answers for the first
        Await.until(() -> answersTrusted(pebble, NAME));
        orders.signal("KILL");
        orders.blockingEnd();
        long killed = System.nanoTime();
        long before = pebble.orders();

        Await.until(() -> pebble.orders() > before, pebble::log);

        Duration taken = Duration.ofNanos(System.nanoTime() - killed);
        System.out.printf("the next order %d ms after kill -9%n", taken.toMillis());
        assertThat(taken).isLessThan(TAKE_OVER);
        Await.until(() -> answersTrusted(pebble, NAME));
        assertThat(follows.pid()).isNotEqualTo(orders.pid());
      }
    }
  }

  @Test
  void anAuthorityBehindAProxyThatWantsAPasswordIsReached() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
        ConnectProxy proxy = new ConnectProxy("user:secret")) {
      String address = "http://user:secret@127.0.0.1:" + proxy.port();
      String yaml =
          yaml(pebble, "http-01", NAME).replace("acme:\n", "acme:\n    proxy: " + address + "\n");
      try (JarProcess server = serve("one", yaml)) {
        Await.until(() -> answersTrusted(pebble, NAME));

        assertThat(proxy.tunnels()).isPositive();
        assertThat(JarProcess.run(home.resolve("one"), "cert", "show", NAME).text())
            .doesNotContain("secret");
      }
    }
  }

  private JarProcess serve(String directory, String yaml) throws Exception {
    TestServer.write(home.resolve(directory).resolve("config/site.yaml"), yaml);
    return JarProcess.serve(home.resolve(directory));
  }

  private static Process script(String ports, Path out) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("scripts/pebble");
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().put("PATH", java + ":" + System.getenv("PATH"));
    builder.environment().put("PEBBLE_PORTS", ports);
    return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
  }

  private static String read(Path out) {
    try {
      return Files.readString(out);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The command that the script says begins so. */
  private static String told(Path out, String command) {
    return read(out)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(command + " "))
        .findFirst()
        .orElseThrow();
  }

  private static String run(Stream<String> command) {
    try {
      Process process = new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
      byte[] said = process.getInputStream().readAllBytes();
      process.waitFor(30, TimeUnit.SECONDS);
      return new String(said, StandardCharsets.UTF_8);
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
