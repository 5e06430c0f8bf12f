package parts;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import kit.Kit;
import site.app.AppContext;

/** Rigboard: a catalogue of parts, and a builder that knows which of them fit together. */
public final class PartsVerticle extends VerticleBase {
  private final AppContext app;
  private Kit kit;

  public PartsVerticle(AppContext app) {
    this.app = app;
  }

  @Override
  public Future<?> start() {
    kit =
        Kit.of(PartsVerticle.class, vertx, app, config(), Clock.systemUTC(), List.of(), List.of());
    kit.get("/", ctx -> kit.pages().show(ctx, "start", Map.of()));
    return kit.database()
        .start(database -> Future.succeededFuture())
        .compose(v -> vertx.createHttpServer().requestHandler(kit.router()).listen(8000));
  }

  @Override
  public Future<?> stop() {
    return kit.database().close();
  }
}
