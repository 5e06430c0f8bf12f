package site.revision;

import io.vertx.core.Future;
import java.util.Optional;
import site.config.Config;
import site.config.LogConfig;
import site.log.LineWriter;

/** Where the server's own log goes from the next revision on, and when files are put aside. */
record LogStep(LogConfig log, Optional<LineWriter> access, Optional<LineWriter> server)
    implements Step {

  LogStep(Config next, Kept<LogConfig.Sink, Optional<LineWriter>>.Change writers) {
    this(next.log(), writers.get(next.log().access().to()), writers.get(next.log().server().to()));
  }

  @Override
  public int added() {
    return 0;
  }

  @Override
  public Surplus commit() {
    access.ifPresent(lines -> lines.rotate(LogSinks.rotation(log.access().rotate())));
    LogSinks.install(log.server(), server);
    return Surplus.NONE;
  }

  @Override
  public Future<Void> abort() {
    return Future.succeededFuture();
  }
}
