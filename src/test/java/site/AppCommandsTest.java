package site;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import site.admin.HomeLock;
import site.cli.Cli;
import site.deploy.AppJar;

/** What an app counts and what it can be told, as the operator sees it. */
class AppCommandsTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      admin: { address: "127.0.0.1:0" }
      apps: { shop: { from: shop.jar, drain: %s, config: { n: %d } } }
      sites: [{ hosts: ["*"], routes: [{ path: "/*", app: shop }] }]
      """;

  private static final String APP =
      """
      public class Main extends VerticleBase {
        private final AppContext app;
        public Main(AppContext app) { this.app = app; }
        public Future<?> start() {
          app.commands().offer("echo", "[WORD…]: says them", this::echo);
          app.commands().offer("fail", "fails", call -> { throw new Exception("no paper"); });
          app.commands().offer("many", "says a lot", call -> {
            for (int i = 0; i < 20_000; i++) { call.say("line " + i); }
            return Future.succeededFuture(0);
          });
          app.commands().offer("wait", "FILE: until it is there", this::await);
          return vertx.createHttpServer().requestHandler(request -> {
            app.counters().count("requests");
            request.response().end(app.name());
          }).listen(80);
        }
        private Future<Integer> await(Command.Call call) {
          Promise<Integer> there = Promise.promise();
          call.say("waiting");
          vertx.setPeriodic(5, id -> {
            if (call.isOver()) { app.counters().count("left_alone"); vertx.cancelTimer(id); }
            if (vertx.fileSystem().existsBlocking(call.arguments().get(0))) { there.tryComplete(9); }
          });
          return there.future();
        }
        private Future<Integer> echo(Command.Call call) {
          call.arguments().forEach(call::say);
          return Future.succeededFuture(call.arguments().size());
        }
      }
      """;

  @TempDir Path home;
  private TestServer server;
  private HomeLock lock;

  @BeforeEach
  void start() throws Exception {
    AppJar.of("import io.vertx.core.*; import site.app.*;", APP).pack(home.resolve("shop.jar"));
    lock = HomeLock.blockingTake(home.resolve("data"), socket());
    server = TestServer.start(home, YAML.formatted("30s", 1));
  }

  private Path socket() {
    return home.resolve("run/admin.sock");
  }

  @AfterEach
  void stop() {
    server.close();
    lock.close();
  }

  /** What the command line returned and wrote. */
  private record Said(int code, String out, String err) {}

  private Said app(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    return new Said(line(out, err).execute(words), out.toString(), err.toString());
  }

  private CommandLine line(StringWriter out, StringWriter err) {
    return Cli.commandLine(launch -> 99)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private String home() {
    return "--home=" + home;
  }

  @Test
  void whatFollowsTheCommandIsTheAppsAndSoIsTheExitCode() {
    Said said =
        app("app", home(), "shop", "echo", "--home", "list", "Kraków & \"co\"", "two\nlines");

    assertThat(said).isEqualTo(new Said(4, "--home\nlist\nKraków & \"co\"\ntwo\nlines\n", ""));
  }

  @Test
  void theNameAloneListsWhatTheAppCanBeTold() {
    Said list = app("app", home(), "shop");
    Said json = app("app", home(), "--json", "shop");

    assertThat(list.out().lines().map(line -> line.split(" +", 2)[0]))
        .containsExactly("echo", "fail", "many", "wait");
    assertThat(list.out()).contains("[WORD…]: says them");
    assertThat(json.out()).contains("{\"name\":\"echo\",\"usage\":\"[WORD…]: says them\"}");
    assertThat(list.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "shoop, echo, 2, 'no app \"shoop\" (there are: shop)'",
    "shop, ecco, 2, 'no command \"ecco\" (there are: echo, fail, many, wait)'",
    "shop, fail, 1, 'apps.shop: command fail failed: no paper'",
  })
  void whatCannotBeDoneIsTold(String app, String command, int code, String message) {
    assertThat(app("app", home(), app, command))
        .isEqualTo(new Said(code, "", "site.jar: " + message + "\n"));
  }

  @Test
  void withoutAServerNobodyIsThereToDoIt() throws Exception {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));

    Said said = app("app", "--home=" + elsewhere, "shop", "echo");

    assertThat(said).isEqualTo(new Said(1, "", "site.jar: no server runs on " + elsewhere + "\n"));
  }

  @Test
  void theVerbsOfTheCommandLineComeBeforeNamesOfApps() {
    assertThat(app("app", "list", home()).out()).contains("NAME", "shop");
    assertThat(app("app").code()).isEqualTo(2);
  }

  @Test
  void noMoreIsShownThanAnybodyReads() {
    Said said = app("app", home(), "shop", "many");

    assertThat(said.out().lines()).hasSize(10_001).contains("line 9999");
    assertThat(said.out()).endsWith("(what follows the first 10000 lines is not shown)\n");
  }

  @Test
  void aRevisionThatIsReplacedEndsWhatItWasTold() throws Exception {
    Waiting waiting = new Waiting();

    server.reload(YAML.formatted("30s", 2));
    assertThat(server.get(0, "/").statusCode()).isEqualTo(200);
    assertThat(waiting.code).isNotDone();
    Files.createFile(home.resolve("go"));

    assertThat(waiting.code.get(30, TimeUnit.SECONDS)).isEqualTo(9);
  }

  @Test
  void aRevisionWhoseGraceIsOverSaysSo() throws Exception {
    server.reload(YAML.formatted("10ms", 2));
    Waiting waiting = new Waiting();

    server.reload(YAML.formatted("10ms", 3));

    assertThat(waiting.code.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(waiting.err.toString())
        .isEqualTo("site.jar: apps.shop: was stopped before its command wait had ended\n");
  }

  @Test
  void aCommandLearnsThatNobodyWaitsAnyMore() throws Exception {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      client.write(
          US_ASCII.encode(
              "POST /apps/shop/commands/wait HTTP/1.0\r\nhost: admin\r\ncontent-length: 11\r\n"
                  + "content-type: application/x-www-form-urlencoded\r\n\r\nargument=go"));
      client.read(ByteBuffer.allocate(1000));
    }

    Await.until(() -> events().contains("event=\"left_alone\"} 1.0"));
  }

  @Test
  void whatTheAppCountsIsInTheMetricsAndOutlivesItsRevision() throws Exception {
    server.get(0, "/");
    server.get(0, "/");
    server.reload(YAML.formatted("30s", 2));
    server.get(0, "/");

    assertThat(events()).contains("app_events_total{app=\"shop\",event=\"requests\"} 3.0");
  }

  private String events() {
    try {
      return server.getAdmin("/metrics").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A command line that waits for the command `wait`. */
  private final class Waiting {
    final StringWriter err = new StringWriter();
    final CompletableFuture<Integer> code;

    Waiting() {
      StringWriter out = new StringWriter();
      String file = home.resolve("go").toString();
      code =
          CompletableFuture.supplyAsync(
              () -> line(out, err).execute("app", home(), "shop", "wait", file));
      Await.until(() -> out.toString().contains("waiting"));
    }
  }
}
