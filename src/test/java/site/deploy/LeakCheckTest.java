package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {
  private static final LeakCheck.Times QUICK =
      new LeakCheck.Times(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofMillis(300));

  @TempDir Path home;
  private Host host;

  @BeforeEach
  void start() {
    host = new Host(home, QUICK);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void namesTheThreadThatHoldsAStoppedRevision() throws Exception {
    Deployment deployment =
        host.deploy(
            Host.config(
                starting(
                    """
                    Thread worker = new Thread(() -> {
                      while (!Thread.interrupted()) { java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); }
                    }, "my-worker");
                    worker.start();
                    """)));
    Path other = starting("");

    Host.await(deployment.redeploy(Host.config(other)));
    Host.until(() -> !deployment.state().health().leaks().isEmpty());

    List<String> leaks = deployment.state().health().leaks();
    assertThat(leaks).hasSize(1);
    assertThat(leaks.get(0))
        .startsWith("app#1 is still in memory, held by ")
        .contains("thread my-worker (not a daemon) in state");
    threads("my-worker").forEach(Thread::interrupt);
    Host.until(() -> isGone(deployment));
  }

  private static boolean isGone(Deployment deployment) {
    System.gc();
    return deployment.state().health().leaks().isEmpty();
  }

  @Test
  void saysNothingOfAnAppThatLeavesNothing() throws Exception {
    Deployment deployment = host.deploy(Host.config(starting("")));

    Host.await(deployment.redeploy(Host.config(starting("int other = 1;"))));
    Host.until(() -> deployment.state().health().leaving() == 1);
    Host.until(() -> deployment.state().health().leaving() == 0);

    assertThat(deployment.state().health().leaks()).isEmpty();
  }

  @Test
  void takesAwayLogHandlersAndDriversTheAppLeavesBehind() throws Exception {
    Deployment deployment =
        host.deploy(
            Host.config(
                AppJar.of(
                        "import io.vertx.core.Future; import io.vertx.core.VerticleBase; import java.util.logging.*; import java.sql.*;",
                        """
                        public class Main extends VerticleBase {
                          public Future<?> start() throws Exception {
                            Logger.getLogger("").addHandler(new Mine());
                            DriverManager.registerDriver(new MyDriver());
                            return vertx.createHttpServer().requestHandler(r -> {}).listen(80);
                          }
                          public static class Mine extends Handler {
                            public void publish(LogRecord record) {}
                            public void flush() {}
                            public void close() {}
                          }
                          public static class MyDriver implements Driver {
                            public Connection connect(String url, java.util.Properties p) { return null; }
                            public boolean acceptsURL(String url) { return false; }
                            public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) { return null; }
                            public int getMajorVersion() { return 1; }
                            public int getMinorVersion() { return 0; }
                            public boolean jdbcCompliant() { return false; }
                            public Logger getParentLogger() { return null; }
                          }
                        }
                        """)
                    .pack(home.resolve("a.jar"))));
    boolean registered = rootHandlers().anyMatch("app.Main$Mine"::equals);

    Host.await(deployment.redeploy(Host.config(starting(""))));
    Host.until(() -> deployment.state().health().leaving() == 1);
    Host.until(() -> deployment.state().health().leaving() == 0);

    assertThat(registered).isTrue();
    assertThat(rootHandlers()).doesNotContain("app.Main$Mine");
    assertThat(deployment.state().health().leaks()).isEmpty();
    assertThat(DriverManager.getDrivers().hasMoreElements()).isFalse();
  }

  @Test
  void asksForACollectionOnceForAllThatAreDue() throws Exception {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    LeakCheck check = new LeakCheck(clock, QUICK);
    ClassLoader held = new ClassLoader("held#1", null) {};

    check.watch("held", held);
    check.watch("gone", new ClassLoader("gone#1", null) {});
    Host.until(() -> !check.leaks("held").isEmpty());

    assertThat(check.leaks("gone")).isEmpty();
    assertThat(check.leaks("held").get(0)).contains("held by something unseen").contains("jcmd");
    assertThat(held.getName()).isEqualTo("held#1");
    clock.shutdownNow();
  }

  private Path starting(String statements) throws Exception {
    return AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                %s
                return vertx.createHttpServer().requestHandler(r -> {}).listen(80);
              }
            }
            """
                .formatted(statements))
        .pack(home.resolve(Integer.toHexString(statements.hashCode()) + ".jar"));
  }

  private static Stream<String> rootHandlers() {
    return Stream.of(Logger.getLogger("").getHandlers()).map(Handler::getClass).map(Class::getName);
  }

  private static Stream<Thread> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name));
  }
}
