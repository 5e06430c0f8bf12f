package site.revision;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.config.Config;
import site.database.DatabaseState;
import site.database.Databases;

/**
 * Tells apps that asked for a database where it is: {@code database} in their {@code config()}. As
 * that is the same each time, it redeploys nobody.
 */
final class AppDatabases {
  private static final Logger LOG = LoggerFactory.getLogger(AppDatabases.class);
  private static final String KEY = "database";

  private final Databases databases;

  /** A server that starts comes up without a database; a reload that asks for one is refused. */
  private volatile boolean starting = true;

  AppDatabases(Databases databases) {
    this.databases = databases;
  }

  /** The apps of a configuration, with what they are told. */
  Future<Map<String, AppConfig>> change(Config next) {
    Map<String, AppConfig> apps = Collections.synchronizedMap(new LinkedHashMap<>(next.apps()));
    List<Future<?>> telling = new ArrayList<>();
    next.databases()
        .forEach(
            (name, wanted) ->
                telling.add(
                    databases
                        .connection(name, wanted)
                        .recover(AppDatabases.this::atStart)
                        .onSuccess(told -> apps.compute(name, (same, app) -> told(app, told)))));
    return Future.join(telling).map(v -> apps).onSuccess(v -> starting = false);
  }

  private static AppConfig told(AppConfig app, Map<String, Object> told) {
    return told.isEmpty() ? app : app.told(KEY, told);
  }

  private Future<Map<String, Object>> atStart(Throwable failure) {
    if (!starting) {
      return Future.failedFuture(failure);
    }
    LOG.error("{}; the app starts without", failure.getMessage());
    return Future.succeededFuture(Map.of());
  }

  Optional<DatabaseState> state() {
    return databases.state();
  }

  Future<Void> close() {
    return databases.close();
  }
}
