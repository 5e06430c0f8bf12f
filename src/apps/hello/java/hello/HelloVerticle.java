package hello;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The smallest app. */
public class HelloVerticle extends VerticleBase {
  @Override
  public Future<?> start() {
    return vertx.createHttpServer().requestHandler(r -> r.response().end("Hello there!")).listen(0);
  }
}
