package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies at any step, and the next one. */
class CrashTest extends WithPebble {
  private static final int KILLED = 137;
  private static final int NEVER = Integer.MAX_VALUE;

  private final AtomicInteger round = new AtomicInteger();
  private HttpServer answers;
  private volatile Process process;
  private int ordersBefore;

  /** When a process is killed: the authority knows less than the process, or more. */
  private enum Moment {
    BEFORE_A_REQUEST,
    BEFORE_ITS_ANSWER
  }

  /** The authority may look while nobody lives, so another server on the directory answers. */
  @BeforeEach
  void startAnswers() throws IOException {
    answers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), http), 0);
    answers.createContext(
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
    answers.start();
  }

  @AfterEach
  void stopAnswers() {
    if (answers != null) {
      answers.stop(0);
    }
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void whateverAProcessHasStoredLastTheNextOneNeedsNoSecondOrder() throws Exception {
    int step = 1;
    while (blockingRun(step) == KILLED) {
      goOn();

      assertThat(ordersOfThisRound()).as("orders after death at step " + step).isEqualTo(1);
      step++;
      nextRound();
    }
    System.out.printf("halted after each of %d steps: one order each%n", step - 1);
    assertThat(step).as("steps that store something").isGreaterThan(5);
  }

  /**
   * When the answer to the order itself is lost nobody knows its URL, and RFC 8555 has no way to
   * ask for it: that one moment costs an order, which nobody uses.
   */
  @ParameterizedTest
  @EnumSource
  @Tag("long")
  @Timeout(900)
  void whereverAProcessIsKilledTheNextOneNeedsNoSecondOrder(Moment moment) throws Exception {
    List<String> lost = new ArrayList<>();
    int request = 1;
    AtomicInteger left = new AtomicInteger(request);
    intercept(
        moment,
        path -> {
          boolean hit = left.decrementAndGet() == 0;
          if (hit) {
            process.destroyForcibly();
            lost.add(path.replaceFirst("(?<=.)/.*", ""));
          }
          return !hit;
        });
    while (blockingRun(NEVER) == KILLED) {
      goOn();

      String path = lost.get(lost.size() - 1);
      boolean unknown = path.equals("/order-plz") && moment == Moment.BEFORE_ITS_ANSWER;
      assertThat(ordersOfThisRound())
          .as("orders after death at request " + request + ", " + path)
          .isEqualTo(unknown ? 2 : 1);
      request++;
      nextRound();
      left.set(request);
    }
    System.out.printf("killed %s, %d times: %s%n", moment, request - 1, lost);
    assertThat(lost).contains("/order-plz", "/chalZ", "/finalize-order", "/certZ");
  }

  private void intercept(Moment moment, Predicate<String> passes) {
    if (moment == Moment.BEFORE_A_REQUEST) {
      proxy.onAsked(passes);
    } else {
      proxy.onAnswered(passes);
    }
  }

  private int ordersOfThisRound() {
    return proxy.ordersMade() - ordersBefore;
  }

  private void nextRound() {
    ordersBefore = proxy.ordersMade();
    round.incrementAndGet();
  }

  /** The next process, on the same files. */
  private void goOn() throws Exception {
    try (Issuance next = new Issuance(directory(), 0)) {
      next.keep(spec());
      next.awaitCertificate(NAME);
    }
  }

  private Path directory() {
    return home.resolve("round" + round);
  }

  private int blockingRun(int halt) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), Crash.class.getName()));
    command.addAll(List.of(directory().toString(), proxy.directoryUrl().toString()));
    command.addAll(List.of(pebble.serverRoot().toString(), Integer.toString(halt)));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve(round + ".log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  /** Some test runners have a class loader of their own, others a class path. */
  private static String classPath() {
    return Crash.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
        : System.getProperty("java.class.path");
  }
}
