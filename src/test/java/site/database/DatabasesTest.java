package site.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.DatabaseConfig;

/** A real MariaDB: the one the build packs, else the one of the PATH. */
class DatabasesTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path data;
  private Vertx vertx;
  private Databases databases;

  @BeforeEach
  void open() {
    assumeThat(programs().blockingProblem()).as("a MariaDB").isEmpty();
    vertx = Vertx.vertx();
    databases = again();
  }

  @AfterEach
  void close() {
    if (vertx != null) {
      await(databases.close());
      await(vertx.close());
    }
  }

  @Test
  void eachAppHasASchemaOfItsOwnThatNoOtherCanSee() throws IOException {
    Pool shop = pool(await(own("shop")));
    Pool blog = pool(await(own("my_blog")));

    run(shop, "create table t(id int primary key, s varchar(100))");
    await(shop.preparedQuery("insert into t values (1, ?)").execute(Tuple.of("héllo 😀")));

    assertThat(text(shop, "select s from t")).isEqualTo("héllo 😀");
    assertThatThrownBy(() -> run(blog, "select * from shop.t")).hasMessageContaining("denied");
    assertThatThrownBy(() -> run(blog, "create database other")).hasMessageContaining("denied");
    assertThat(mode("db/accounts")).isEqualTo("rw-------");
    assertThat(mode("db")).isEqualTo("rwx------");
    assertThat(databases.state()).get().extracting(DatabaseState::ready).isEqualTo(true);
  }

  @Test
  void itEndsWithTheServerAndItsDataIsThereTheNextTime() {
    Map<String, Object> first = await(own("shop"));
    run(pool(first), "create table t(id int primary key)");
    long pid = pid();

    await(databases.close());

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    databases = again();
    assertThat(await(own("shop"))).isEqualTo(first);
    assertThat(text(pool(first), "select count(*) from t")).isEqualTo("0");
  }

  @Test
  void whenItIsKilledItComesBackAndSamePoolsFindItWithAllThatWasAcknowledged() {
    Pool shop = pool(await(own("shop")));
    run(shop, "create table t(id int primary key)");
    for (int i = 0; i < 50; i++) {
      run(shop, "insert into t values (" + i + ")");
    }
    long first = pid();

    ProcessHandle.of(first).orElseThrow().destroyForcibly();

    eventually(() -> pid() != first && databases.state().orElseThrow().ready());
    assertThat(databases.state().orElseThrow().starts()).isEqualTo(2);
    eventually(() -> answers(shop));
    assertThat(text(shop, "select count(*) from t")).isEqualTo("50");
  }

  @Test
  void oneThatOutlivedItsServerIsEndedAndAnotherOneStarts() throws IOException {
    DataFolder folder = new DataFolder(data.resolve("db"));
    Files.createDirectories(folder.directory());
    Program program = programs().blockingFind(folder.directory());
    String root = new Accounts(folder.directory()).blockingPassword(Accounts.ROOT);
    folder.blockingPrepare(program, root);
    Process orphan = orphan(folder, program);

    Map<String, Object> told = await(own("shop"));

    assertThat(orphan.isAlive()).isFalse();
    assertThat(answers(pool(told))).isTrue();
  }

  private static Process orphan(DataFolder folder, Program program) throws IOException {
    List<String> options =
        List.of(
            "--skip-networking",
            "--skip-ssl",
            "--socket=" + folder.socket(),
            "--pid-file=" + folder.pid());
    Process orphan =
        new ProcessBuilder(program.command(folder.data(), options))
            .redirectErrorStream(true)
            .redirectOutput(folder.directory().resolve("orphan.log").toFile())
            .start();
    eventually(() -> Files.exists(folder.pid()) && Files.exists(folder.socket()));
    return orphan;
  }

  @Test
  void aPidOfSomebodyElseIsLeftAlone() throws IOException {
    Files.createDirectories(data.resolve("db"));
    Files.writeString(data.resolve("db/mariadb.pid"), ProcessHandle.current().pid() + "\n");

    assertThat(answers(pool(await(own("shop"))))).isTrue();
  }

  @Test
  void anAppStartsWithoutASchemaOnAServerThatIsNotThere() {
    DatabaseConfig nowhere =
        new DatabaseConfig.Server("127.0.0.1", 1, "ada", "secret", Optional.empty());

    Map<String, Object> told = await(databases.connection("shop", nowhere));

    assertThat(told)
        .containsEntry("host", "127.0.0.1")
        .containsEntry("port", 1)
        .containsEntry("database", "shop");
    assertThat(databases.state()).isEmpty();
  }

  @Test
  void whereThereIsNoProgramTheSentenceSaysWhatToDo() {
    Programs none = new Programs(data, Map.of("PATH", data.toString())::get, List.of());
    Databases without = new Databases(vertx, data, none);

    assertThatThrownBy(() -> await(without.connection("shop", new DatabaseConfig.Own())))
        .hasMessageContaining("apps.shop.database: no MariaDB was found")
        .hasMessageContaining("apt install mariadb-server-core");
  }

  private Databases again() {
    return new Databases(vertx, data, programs());
  }

  private static Programs programs() {
    return new Programs(Path.of("target/lib"), System::getenv);
  }

  private Future<Map<String, Object>> own(String app) {
    return databases.connection(app, new DatabaseConfig.Own());
  }

  private long pid() {
    return databases.state().orElseThrow().pid();
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
  }

  /** As an app would make it of what it is told. */
  private Pool pool(Map<String, Object> told) {
    return Pool.pool(
        vertx, new MySQLConnectOptions(new JsonObject(told)), new PoolOptions().setMaxSize(4));
  }

  private static void run(Pool pool, String sql) {
    await(pool.query(sql).execute());
  }

  private static String text(Pool pool, String sql) {
    return String.valueOf(await(pool.query(sql).execute()).iterator().next().getValue(0));
  }

  private static boolean answers(Pool pool) {
    try {
      run(pool, "select 1");
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
