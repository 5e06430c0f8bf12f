package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import site.http.BareServer;
import site.http.Exchange;

class TrafficTest {
  private final Vertx vertx = Vertx.vertx();
  private final Traffic traffic = new Traffic();
  private final AtomicInteger routes = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void eachRouteHasItsCountsUpToALimitAndTheRestShareOne() throws Exception {
    try (BareServer server = start()) {
      for (int i = 0; i < 3; i++) {
        get(server, "/");
        traffic.ofThisLoop().began();
        Exchange over = server.nextOver();
        for (int route = 0; route < LoopTraffic.MOST_ROUTES + 7; route++) {
          over.routed("a.example", "/" + routes.getAndIncrement() % 1_007);
          traffic.ofThisLoop().ended(over);
        }
      }
    }

    TrafficState state = traffic.state();

    assertThat(state.routes()).hasSize(LoopTraffic.MOST_ROUTES + 1);
    assertThat(state.requests()).isEqualTo(3 * 1_007);
    assertThat(state.routes())
        .filteredOn(route -> route.site().equals("(others)"))
        .singleElement()
        .satisfies(rest -> assertThat(rest.requests()).isEqualTo(3 * 7));
  }

  @Test
  void countsOfAllLoopsAreAddedUp() throws Exception {
    try (BareServer server = start()) {
      get(server, "/");
      Exchange over = server.nextOver();
      over.routed("a.example", "/*");
      Thread other = new Thread(() -> traffic.ofThisLoop().ended(over));
      traffic.ofThisLoop().ended(over);
      other.start();
      other.join();
    }

    assertThat(traffic.state().routes())
        .singleElement()
        .satisfies(
            route -> {
              assertThat(route.byClass()).containsExactly(0L, 2L, 0L, 0L, 0L);
              assertThat(route.sent()).isEqualTo(10);
              assertThat(route.durations().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
            });
  }

  private BareServer start() {
    return BareServer.start(
        vertx, new HttpServerOptions(), x -> x.response().end("12345"), x -> {});
  }

  private static void get(BareServer server, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }
}
