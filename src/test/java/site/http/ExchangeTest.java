package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  @Test
  void whoThrowsAtTheEndKeepsNobodyElseFromBeingTold() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    Action action =
        exchange -> {
          exchange.onEnd(x -> told.add("first"));
          exchange.onEnd(
              x -> {
                throw new IllegalStateException("second");
              });
          exchange.onEnd(x -> told.add("third"));
          exchange.end(false);
          return exchange.response().end();
        };

    try (BareServer server = BareServer.start(Vertx.vertx(), action)) {
      URI.create("http://127.0.0.1:" + server.port()).toURL().openStream().close();

      assertThat(server.nextOver().ended()).isTrue();
      assertThat(told).containsExactly("first", "third");
    }
  }
}
