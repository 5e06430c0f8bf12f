package site.revision;

import io.vertx.core.Future;
import java.util.Optional;
import site.config.Config;
import site.config.LogConfig;
import site.log.LineWriter;

/** Where the server's own log goes from the next revision on. */
record ServerLogStep(LogConfig.Server log, Optional<LineWriter> writer) implements Step {

  ServerLogStep(Config next, Kept<LogConfig.Sink, Optional<LineWriter>>.Change writers) {
    this(next.log().server(), writers.get(next.log().server().to()));
  }

  @Override
  public int added() {
    return 0;
  }

  @Override
  public Surplus commit() {
    LogSinks.install(log, writer);
    return Surplus.NONE;
  }

  @Override
  public Future<Void> abort() {
    return Future.succeededFuture();
  }
}
