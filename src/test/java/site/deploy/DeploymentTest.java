package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import site.Ports;
import site.config.AppConfig;
import site.config.AppConfig.Threads;
import site.config.RolloutConfig;

class DeploymentTest {
  private static final String CORE = "import io.vertx.core.*; import io.vertx.core.http.*;";

  @TempDir Path home;
  private Host host;

  @BeforeEach
  void start() {
    host = new Host(home);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  /** What tutorials show, none of it written for us. */
  static Stream<AppJar> shapes() {
    return Stream.of(
        AppJar.of(
            CORE + "import io.vertx.ext.web.Router;",
            """
            public class Main extends VerticleBase {
              @Override public Future<?> start() {
                Router router = Router.router(vertx);
                router.get("/").handler(context -> context.response().end("hello"));
                return vertx.createHttpServer().requestHandler(router).listen(8888);
              }
            }
            """),
        AppJar.of(
            CORE,
            """
            public class Main extends AbstractVerticle {
              @Override public void start(Promise<Void> started) {
                vertx.createHttpServer(new HttpServerOptions().setPort(443).setSsl(true))
                    .requestHandler(request -> request.response().end("hello"))
                    .listen()
                    .onComplete(server -> {
                      if (server.succeeded()) { started.complete(); } else { started.fail(server.cause()); }
                    });
              }
            }
            """),
        AppJar.of(
            CORE,
            """
            public class Main implements Deployable {
              @Override public Future<?> deploy(Context context) {
                return context.owner().createHttpServer(new HttpServerConfig())
                    .requestHandler(request -> request.response().end("hello")).listen(80);
              }
            }
            """),
        AppJar.of(
                CORE,
                """
                public class Main extends AbstractVerticle {
                  @Override public void start(Promise<Void> started) {
                    vertx.deployVerticle("app.Web", new DeploymentOptions().setInstances(2))
                        .<Void>mapEmpty().onComplete(started);
                  }
                }
                """)
            .and(
                "Web.java",
                "package app;"
                    + CORE
                    + """
                    public class Web extends AbstractVerticle {
                      @Override public void start() {
                        vertx.createHttpServer().requestHandler(r -> r.response().end("hello")).listen(80);
                      }
                    }
                    """)
            .mainVerticle("app.Main"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void runsAppsAsTutorialsShowThem(AppJar app) throws Exception {
    host.deploy(Host.config(app.pack(home.resolve("a.jar"))));

    assertThat(host.get("/").body()).isEqualTo("hello");
  }

  @Test
  void runsAFolderOfClassesAndLibraries() throws Exception {
    Path app = home.resolve("shop");
    Path lib = Files.createDirectories(app.resolve("lib")).resolve("greeting.jar");
    AppJar library =
        new AppJar()
            .and(
                "Greeting.java",
                "package lib; public class Greeting { public static String text() { return \"hi\"; } }");
    library.pack(lib);
    AppJar.answering("request.response().end(lib.Greeting.text());")
        .with(lib)
        .compile(app.resolve("classes"));

    host.deploy(Host.config(app));

    assertThat(host.get("/").body()).isEqualTo("hi");
  }

  @Test
  void runsTwoAppsWithTwoVersionsOfOneClassSideBySide() throws Exception {
    for (String version : new String[] {"1", "2"}) {
      Path jar =
          AppJar.answering("request.response().end(lib.Version.NUMBER.toString());")
              .and(
                  "Version.java",
                  "package lib; public class Version { public static final Object NUMBER = \""
                      + version
                      + "\"; }")
              .pack(home.resolve(version + ".jar"));
      host.deploy("v" + version, "/v" + version, Host.config(jar));
    }

    assertThat(host.get("/v1/").body()).isEqualTo("1");
    assertThat(host.get("/v2/").body()).isEqualTo("2");
  }

  @Test
  void hidesTheServerFromTheApp() throws Exception {
    Path jar =
        AppJar.answering(
                """
                StringBuilder seen = new StringBuilder();
                for (String name : request.getParam("names").split(",")) {
                  try { Class.forName(name); seen.append(name).append(' '); }
                  catch (ClassNotFoundException hidden) { }
                }
                boolean resource = getClass().getResource("/site/config/Config.class") != null;
                request.response().end(seen + "" + resource);
                """)
            .pack(home.resolve("a.jar"));
    host.deploy(Host.config(jar));

    String hidden =
        host.get("/?names=site.config.Config,site.deploy.Deployment,picocli.CommandLine").body();
    String shared =
        host.get("/?names=io.vertx.ext.web.Router,site.app.AppContext,org.w3c.dom.Node").body();

    assertThat(hidden).isEqualTo("false");
    assertThat(shared)
        .isEqualTo("io.vertx.ext.web.Router site.app.AppContext org.w3c.dom.Node false");
  }

  @Test
  void opensNoPortForTheApp() throws Exception {
    int free = Ports.free();
    Path jar =
        AppJar.of(
                CORE,
                """
                public class Main extends VerticleBase {
                  public Future<?> start() {
                    return vertx.createHttpServer().requestHandler(r -> r.response().end()).listen(%d);
                  }
                }
                """
                    .formatted(free))
            .pack(home.resolve("a.jar"));

    host.deploy(Host.config(jar));

    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), free))
        .hasMessageContaining("refused");
  }

  @Test
  void givesAnAppItsConfigurationAndContext() throws Exception {
    Path jar =
        AppJar.of(
                CORE + "import site.app.AppContext;",
                """
                public class Main extends VerticleBase {
                  private final AppContext app;
                  public Main(AppContext app) { this.app = app; }
                  public Future<?> start() {
                    return vertx.createHttpServer().requestHandler(request -> request.response().end(
                        config().getString("greeting") + " " + app.name() + " " + app.revision() + " "
                        + app.digest() + " "
                        + java.nio.file.Files.isDirectory(app.data()) + " "
                        + AppContext.url(request, "/cart"))).listen(80);
                  }
                }
                """)
            .pack(home.resolve("a.jar"));
    AppConfig config = Host.config(jar, 1, Threads.EVENT_LOOP, Map.of("greeting", "Hello"));

    Deployment deployment = host.deploy("shop", "/mall", config);

    String digest = deployment.digest().orElseThrow();
    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(host.get("/mall/x").body()).isEqualTo("Hello shop 1 " + digest + " true /mall/cart");
  }

  @ParameterizedTest
  @EnumSource(Threads.class)
  void runsOnTheThreadsAskedForOrTheNextBest(Threads threads) throws Exception {
    Path jar =
        AppJar.answering(
                """
                request.body().onSuccess(body ->
                    request.response().end(Thread.currentThread().getName() + " " + body.length()));
                """)
            .pack(home.resolve("a.jar"));

    Deployment deployment = host.deploy(Host.config(jar, 2, threads, Map.of()));
    String answer =
        host.send(
                HttpRequest.newBuilder(host.uri("/"))
                    .POST(BodyPublishers.ofByteArray(new byte[1_000_000])))
            .body();

    boolean virtual = threads == Threads.VIRTUAL && Runtime.version().feature() >= 21;
    Threads expected = threads == Threads.VIRTUAL && !virtual ? Threads.WORKER : threads;
    assertThat(deployment.state().threads()).isEqualTo(expected);
    String kind = expected == Threads.EVENT_LOOP ? "eventloop" : virtual ? "virtual" : "worker";
    assertThat(answer).contains(kind).endsWith(" 1000000");
  }

  @Test
  void sharesRequestsAmongInstances() throws Exception {
    Path jar =
        AppJar.answering("request.response().end(Thread.currentThread().getName());")
            .pack(home.resolve("a.jar"));
    Deployment deployment = host.deploy(Host.config(jar, 3, Threads.EVENT_LOOP, Map.of()));

    Set<String> threads = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      threads.add(host.get("/").body());
    }

    assertThat(threads).hasSize(3).allMatch(name -> name.startsWith("app#1-eventloop-"));
    assertThat(deployment.state().instances()).isEqualTo(3);
    assertThat(deployment.state().requests()).isEqualTo(6);
  }

  static Stream<FailingApp> failures() {
    String listening = "vertx.createHttpServer().requestHandler(r -> {}).listen(80)";
    return Stream.of(
        FailingApp.starting("throw new IllegalStateException(\"no database\");")
            .saying("start() failed: java.lang.IllegalStateException: no database"),
        FailingApp.starting("return Future.failedFuture(\"no database\");")
            .saying("start() failed: io.vertx.core.impl.NoStackTraceThrowable: no database"),
        FailingApp.starting("throw new NoSuchMethodError(\"x()\");")
            .saying("start() failed: java.lang.NoSuchMethodError: x()"),
        FailingApp.starting("return null;")
            .saying("start() failed: java.lang.IllegalStateException: it returned null"),
        FailingApp.starting("return Promise.promise().future();")
            .within(Duration.ofMillis(500))
            .saying("start timed out after 500 ms"),
        FailingApp.starting("return Future.succeededFuture();")
            .saying("it started but no HTTP server listens"),
        FailingApp.starting("return " + listening + ".compose(s -> s.close());")
            .saying("it started but no HTTP server listens"),
        new FailingApp(AppJar.of("", "class Main {}"), Optional.empty(), "no verticle found in "),
        new FailingApp(
            AppJar.of(
                "import io.vertx.core.*;",
                "class Main extends VerticleBase {} class Other extends Main {}"),
            Optional.empty(),
            "several verticles in "),
        FailingApp.starting("return " + listening + ";")
            .named("app.Man")
            .saying("main class app.Man is not in it"));
  }

  record FailingApp(AppJar jar, Optional<String> main, String message, Duration patience) {
    FailingApp(AppJar jar, Optional<String> main, String message) {
      this(jar, main, message, Duration.ofSeconds(30));
    }

    static FailingApp starting(String statement) {
      return new FailingApp(
          AppJar.of(
              "import io.vertx.core.*;",
              "public class Main extends VerticleBase { public Future<?> start() {"
                  + statement
                  + "} }"),
          Optional.empty(),
          "");
    }

    FailingApp saying(String expected) {
      return new FailingApp(jar, main, expected, patience);
    }

    FailingApp named(String name) {
      return new FailingApp(jar, Optional.of(name), message, patience);
    }

    FailingApp within(Duration time) {
      return new FailingApp(jar, main, message, time);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysInOneLineWhyAnAppDoesNotStart(FailingApp app) throws Exception {
    Path from = app.jar().pack(home.resolve("weather.jar"));
    AppConfig config =
        new AppConfig(
            from,
            app.main(),
            1,
            Threads.EVENT_LOOP,
            Map.of(),
            app.patience(),
            Duration.ofSeconds(1),
            RolloutConfig.NONE,
            false,
            Host.SUPERVISION);

    assertThatThrownBy(() -> Host.await(host.deployments().deploy("weather", config)))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageStartingWith("apps.weather: " + app.message());

    awaitTheEndOfThreadsNamed("weather#");
    assertThat(home.resolve("data/apps/weather/1")).doesNotExist();
  }

  @Test
  void saysThatTheFilesAreMissing() {
    AppConfig config = Host.config(home.resolve("none.jar"));

    assertThatThrownBy(() -> Host.await(host.deployments().deploy("weather", config)))
        .hasMessage("apps.weather: " + home.resolve("none.jar") + " does not exist");
  }

  @Test
  void saysThatTheFilesAreBroken() throws Exception {
    Path broken = Files.writeString(home.resolve("broken.jar"), "not a jar");

    assertThatThrownBy(() -> Host.await(host.deployments().deploy("weather", Host.config(broken))))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageStartingWith("apps.weather: cannot use " + broken + ": java.util.zip.");
    assertThat(home.resolve("data/apps/weather/1")).doesNotExist();
  }

  @Test
  void leavesVertxItsOwnResources() throws Exception {
    Path jar =
        AppJar.of(
                CORE + "import io.vertx.ext.web.Router; import io.vertx.ext.web.handler.*;",
                """
                public class Main extends VerticleBase {
                  public Future<?> start() {
                    Router router = Router.router(vertx);
                    router.route().failureHandler(ErrorHandler.create(vertx));
                    router.get("/").handler(context -> context.fail(418));
                    return vertx.createHttpServer().requestHandler(router).listen(80);
                  }
                }
                """)
            .pack(home.resolve("a.jar"));

    host.deploy(Host.config(jar));

    assertThat(host.get("/").statusCode()).isEqualTo(418);
  }

  @Test
  void runsFromACopySoThatTheFilesMayBeOverwritten() throws Exception {
    Path jar =
        AppJar.answering("request.response().end(new Late().toString());")
            .and(
                "Late.java",
                "package app; class Late { public String toString() { return \"late\"; } }")
            .pack(home.resolve("a.jar"));
    host.deploy(Host.config(jar));

    Files.writeString(jar, "not a jar any more");

    assertThat(host.get("/").body()).isEqualTo("late");
  }

  @Test
  void replacesARevisionWithoutFailingARequest() throws Exception {
    Path one = answering("1");
    Path two = answering("2");
    Deployment deployment = host.deploy(Host.config(one));
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                answered.addAndGet(post("/") ? 1 : -1_000_000);
              }
            });

    for (int i = 0; i < 20; i++) {
      Host.await(deployment.redeploy(Host.config(i % 2 == 0 ? two : one)));
    }
    over.set(true);
    load.join();

    assertThat(answered).hasPositiveValue();
    assertThat(deployment.state().revision()).isEqualTo(21);
    assertThat(host.get("/").body()).isEqualTo("1");
    Host.until(() -> folders().equals(Set.of("19", "20", "21", "data", "live.json")));
  }

  @Test
  void keepsTheOldRevisionWhenTheNewOneDoesNotStart() throws Exception {
    Deployment deployment = host.deploy(Host.config(answering("1")));
    Path broken =
        AppJar.of(
                "import io.vertx.core.*;",
                "public class Main extends VerticleBase { public Future<?> start() { return null; } }")
            .pack(home.resolve("b.jar"));

    assertThatThrownBy(() -> Host.await(deployment.redeploy(Host.config(broken))))
        .isInstanceOf(DeploymentFailure.class);

    assertThat(host.get("/").body()).isEqualTo("1");
    assertThat(deployment.state().revision()).isEqualTo(1);
  }

  @Test
  void finishesWhatWasBegunBeforeItStops() throws Exception {
    Path finish = home.resolve("finish");
    Path jar =
        AppJar.answering(
                """
                vertx.setPeriodic(5, id -> {
                  if (java.nio.file.Files.exists(java.nio.file.Path.of("%s")) && vertx.cancelTimer(id)) {
                    request.response().end("done");
                  }
                });
                """
                    .formatted(finish))
            .pack(home.resolve("a.jar"));
    Deployment deployment = host.deploy("slow", "", Host.config(jar));
    CompletableFuture<HttpResponse<String>> slow =
        host.client()
            .sendAsync(HttpRequest.newBuilder(host.uri("/")).build(), BodyHandlers.ofString());
    Host.until(() -> deployment.state().inFlight() == 1);

    Future<Void> retired = deployment.retire();
    Files.createFile(finish);
    Host.await(retired);

    assertThat(slow.join().body()).isEqualTo("done");
    assertThat(host.get("/").statusCode()).isEqualTo(503);
    awaitTheEndOfThreadsNamed("slow#");
  }

  @Test
  void takesBackWhatTheAppDoesNotFinishInTime() throws Exception {
    Path jar = AppJar.answering("").pack(home.resolve("a.jar"));
    AppConfig config =
        new AppConfig(
            jar,
            Optional.empty(),
            1,
            Threads.EVENT_LOOP,
            Map.of(),
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            RolloutConfig.NONE,
            false,
            Host.SUPERVISION);
    Deployment deployment = host.deploy(config);
    CompletableFuture<HttpResponse<String>> never =
        host.client()
            .sendAsync(HttpRequest.newBuilder(host.uri("/")).build(), BodyHandlers.ofString());
    Host.until(() -> deployment.state().inFlight() == 1);

    Host.await(deployment.retire());

    assertThat(never.join().statusCode()).isEqualTo(503);
  }

  @Test
  void startsAnAppAgainThatClosedItsVertxAndLetsRequestsWait() throws Exception {
    Path jar =
        AppJar.answering("request.response().end(\"bye\").onComplete(r -> vertx.close());")
            .pack(home.resolve("a.jar"));
    Deployment deployment = host.deploy(Host.config(jar));

    assertThat(host.get("/").body()).isEqualTo("bye");
    Host.until(() -> deployment.state().health().restarts() > 0);

    assertThat(host.get("/").body()).isEqualTo("bye");
  }

  @Test
  void keepsAnUploadFlowingIntoARevisionThatIsBeingReplaced() throws Exception {
    Path jar =
        AppJar.answering(
                "request.body().onSuccess(b -> request.response().end(b.length() + \"\"));")
            .pack(home.resolve("a.jar"));
    Deployment deployment = host.deploy(Host.config(jar));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabc"
                  .getBytes(StandardCharsets.ISO_8859_1));
      Host.until(() -> deployment.state().inFlight() == 1);
      Host.await(deployment.restart());
      socket.getOutputStream().write("def".getBytes(StandardCharsets.ISO_8859_1));

      InputStream in = socket.getInputStream();

      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).endsWith("\r\n\r\n6");
    }
  }

  private Path answering(String text) throws Exception {
    return AppJar.answering(
            "request.body().onSuccess(b -> request.response().end(\"%s\"));".formatted(text))
        .pack(home.resolve("app" + text + ".jar"));
  }

  private boolean post(String path) {
    try {
      return host.send(HttpRequest.newBuilder(host.uri(path)).POST(BodyPublishers.ofString("body")))
              .statusCode()
          == 200;
    } catch (Exception e) {
      return false;
    }
  }

  private Set<String> folders() {
    return Set.of(home.resolve("data/apps/app").toFile().list());
  }

  /** The thread that reports the end of a Vert.x bears its name, too, and ends a little later. */
  private static void awaitTheEndOfThreadsNamed(String prefix) {
    Host.until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(prefix)));
  }
}
