package site.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.DatabaseConfig;

/**
 * Gives apps databases. Each has a schema and an account of its own.
 *
 * <p><b>Of our own.</b> The first app that asks for one starts a {@link Child}: a {@code mariadbd}
 * of {@link Programs}, on the files of a {@link DataFolder}, reached over a Unix socket only. It
 * runs until the server stops, and stops after the apps. What an app has to know, where and with
 * which password, is settled before it runs and stays the same; so an app starts, and goes on,
 * while there is no database, and finds it when there is.
 *
 * <p><b>Of somebody else.</b> There the account is the operator's, and the schema is made if that
 * account may.
 */
public final class Databases {
  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final DataFolder folder;
  private final Accounts accounts;
  private final Programs programs;
  private final Set<String> promised = ConcurrentHashMap.newKeySet();
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private Child child;
  private Promise<Void> firstReady;

  /** Starts nothing yet; the files are {@code db/} in the data folder. */
  public Databases(Vertx vertx, Path data, Programs programs) {
    this.vertx = vertx;
    this.folder = new DataFolder(data.toAbsolutePath().resolve("db"));
    this.accounts = new Accounts(folder.directory());
    this.programs = programs;
  }

  /**
   * What an app is told of its database, in the words of Vert.x' MySQL client.
   *
   * @return fails when there can be none
   */
  public Future<Map<String, Object>> connection(String app, DatabaseConfig wanted) {
    return wanted instanceof DatabaseConfig.Server server ? elsewhere(app, server) : own(app);
  }

  private Future<Map<String, Object>> own(String app) {
    Optional<String> missing = child() == null ? programs.blockingProblem() : Optional.empty();
    if (missing.isPresent()) {
      return Future.failedFuture("apps." + app + ".database: " + missing.get());
    }
    promised.add(app);
    return vertx
        .executeBlocking(() -> ownOptions(app, app), false)
        .compose(
            options ->
                started()
                    .compose(v -> made(app))
                    .recover(failure -> later(app, failure))
                    .map(v -> told(options)));
  }

  private MySQLConnectOptions ownOptions(String account, String schema) throws IOException {
    return new MySQLConnectOptions()
        .setHost(folder.socket().toString())
        .setUser(account)
        .setPassword(accounts.blockingPassword(account))
        .setDatabase(schema);
  }

  private synchronized Child child() {
    return child;
  }

  /** Done when it is ready, or fails when that takes longer than an app should wait. */
  private synchronized Future<Void> started() {
    if (child == null) {
      firstReady = Promise.promise();
      child = new Child(programs, folder, accounts, this::blockingWelcome);
      child.start();
    }
    return firstReady.future().timeout(WAIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** It has become ready: whoever was promised a schema while it was not gets it now. */
  private void blockingWelcome() {
    for (String app : promised) {
      make(app).toCompletionStage().toCompletableFuture().join();
    }
    synchronized (this) {
      firstReady.tryComplete();
    }
  }

  private Future<Void> made(String app) {
    return made.contains(app) ? Future.succeededFuture() : make(app);
  }

  private Future<Void> make(String app) {
    return vertx
        .executeBlocking(() -> List.of(ownOptions(Accounts.ROOT, ""), ownOptions(app, app)), false)
        .compose(both -> execute(both.get(0), SchemaSql.founding(app, both.get(1).getPassword())))
        .onSuccess(v -> made.add(app));
  }

  private Future<Void> later(String app, Throwable failure) {
    LOG.error("apps.{}: starts without its database: {}", app, reason(failure));
    return Future.succeededFuture();
  }

  private Future<Map<String, Object>> elsewhere(String app, DatabaseConfig.Server server) {
    MySQLConnectOptions options =
        new MySQLConnectOptions()
            .setHost(server.host())
            .setPort(server.port())
            .setUser(server.user())
            .setPassword(server.password())
            .setDatabase(server.schema().orElse(app));
    if (server.schema().isPresent()) {
      return Future.succeededFuture(told(options));
    }
    MySQLConnectOptions none = new MySQLConnectOptions(options).setDatabase("");
    return execute(none, List.of(SchemaSql.create(app)))
        .recover(failure -> withoutSchema(app, server, failure))
        .map(v -> told(options));
  }

  private static Future<Void> withoutSchema(
      String app, DatabaseConfig.Server server, Throwable failure) {
    LOG.warn(
        "apps.{}: cannot make its schema on {}: {}; if it is not there: {}; {}",
        app,
        server.host(),
        reason(failure),
        SchemaSql.create(app),
        SchemaSql.grant(app, "'" + server.user() + "'@'%'"));
    return Future.succeededFuture();
  }

  private Future<Void> execute(MySQLConnectOptions options, List<String> statements) {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        v ->
            MySQLConnection.connect(vertx, options)
                .compose(connection -> executeAll(connection, statements))
                .onComplete(done));
    return done.future().timeout(ANSWER.toSeconds(), TimeUnit.SECONDS);
  }

  private static Future<Void> executeAll(MySQLConnection connection, List<String> statements) {
    Future<Void> done = Future.succeededFuture();
    for (String statement : statements) {
      done = done.compose(v -> connection.query(statement).execute().mapEmpty());
    }
    return done.eventually(connection::close);
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static Map<String, Object> told(MySQLConnectOptions options) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("host", options.getHost());
    if (!options.getHost().startsWith("/")) {
      told.put("port", options.getPort());
    }
    told.put("user", options.getUser());
    told.put("password", options.getPassword());
    told.put("database", options.getDatabase());
    told.put("charset", "utf8mb4");
    return told;
  }

  /** How our own is; empty when no app ever asked for one. */
  public Optional<DatabaseState> state() {
    return Optional.ofNullable(child()).map(Child::state);
  }

  /** Stops our own. For when nobody uses it any more. */
  public Future<Void> close() {
    Child running = child();
    return running == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              running.blockingStop();
              return null;
            },
            false);
  }
}
