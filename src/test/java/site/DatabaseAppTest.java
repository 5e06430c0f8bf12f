package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.StatusWords;
import site.database.DatabaseState;
import site.database.Programs;

/** An app that asks for a database, in a server where nothing else is configured. */
class DatabaseAppTest {
  static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps: { counter: { from: counter, database: true, config: { by: %d } } }
      sites: [{ hosts: ["*"], routes: [{ app: counter }] }]
      """;

  static final String VERTICLE =
      """
      package counter;

      import io.vertx.core.Future;
      import io.vertx.core.VerticleBase;
      import io.vertx.mysqlclient.MySQLConnectOptions;
      import io.vertx.sqlclient.Pool;
      import io.vertx.sqlclient.PoolOptions;

      public class CounterVerticle extends VerticleBase {
        @Override
        public Future<?> start() {
          var options = new MySQLConnectOptions(config().getJsonObject("database"));
          Pool pool = Pool.pool(vertx, options, new PoolOptions().setMaxSize(2));
          int by = config().getInteger("by");
          return pool.query("create table if not exists hits(n int)").execute()
              .compose(v -> vertx.createHttpServer().requestHandler(request ->
                  pool.query("insert into hits values (" + by + ")").execute()
                      .compose(w -> pool.query("select sum(n) from hits").execute())
                      .onSuccess(rows -> request.response().end("" + rows.iterator().next().getValue(0)))
                      .onFailure(e -> request.response().setStatusCode(503).end(e.getMessage())))
                  .listen(8080));
        }
      }
      """;

  @TempDir Path home;

  @BeforeEach
  void writeApp() {
    assumeThat(Programs.ofThisProcess().blockingProblem()).as("a MariaDB").isEmpty();
    TestServer.write(home.resolve("counter/java/counter/CounterVerticle.java"), VERTICLE);
  }

  @Test
  void itHasOneWithoutAnyConfigurationAndKeepsItOverReloadsAndRestarts() throws Exception {
    long pid;
    try (TestServer server = TestServer.start(home, YAML.formatted(1))) {
      assertThat(server.get(0, "/").body()).isEqualTo("1");
      DatabaseState first = server.state().database().orElseThrow();
      pid = first.pid();

      server.reload(YAML.formatted(10));

      assertThat(server.get(0, "/").body()).isEqualTo("11");
      assertThat(server.state().database()).contains(first);
      assertThat(StatusWords.of(server.state()))
          .contains("database           ready pid=" + pid + " starts=1");
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();

    try (TestServer server = TestServer.start(home, YAML.formatted(100))) {
      assertThat(server.get(0, "/").body()).isEqualTo("111");
    }
  }

  @Test
  void anAppThatDoesNotAskHasNoneAndNoneIsStarted() throws Exception {
    String none = YAML.formatted(1).replace("database: true", "database: false");
    try (TestServer server =
        TestServer.start(home, none.replace("app: counter", "respond: { body: x }"))) {
      assertThat(server.state().database()).isEmpty();
      assertThat(home.resolve("data/db")).doesNotExist();
    }
  }
}
