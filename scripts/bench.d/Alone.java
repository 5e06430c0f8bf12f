import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

class Alone {
  public static void main(String[] arguments) {
    Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true))
        .deployVerticle(new hello.HelloVerticle())
        .onFailure(failure -> { System.err.println(failure); System.exit(1); });
  }
}
