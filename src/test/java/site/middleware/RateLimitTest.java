package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import site.Await;
import site.config.LimitConfig;
import site.config.LimitConfig.Kind;
import site.config.Rate;
import site.http.Action;
import site.http.Chain;

class RateLimitTest {
  private final AtomicLong clock = new AtomicLong();

  private Action limited(Kind kind, String name) {
    var burst = new LimitConfig.Burst(new Rate(6, Duration.ofMinutes(1)), 2);
    var config =
        new LimitConfig("x", List.of(burst), new LimitConfig.Key(kind, name), Optional.empty());
    return Chain.of(
        List.of(new RateLimit(config, clock::get)), exchange -> exchange.response().end("ok"));
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
    try (var served = new Served(limited(Kind.CLIENT, ""))) {
      assertThat(served.get("/"))
          .startsWith("HTTP/1.1 200 ")
          .contains("ratelimit-policy: \"default\";q=2;w=20\r\n")
          .contains("ratelimit: \"default\";r=1;t=10\r\n");
      assertThat(served.get("/")).contains("ratelimit: \"default\";r=0;t=20\r\n");

      clock.addAndGet(Duration.ofSeconds(3).toNanos());
      assertThat(served.get("/")).startsWith("HTTP/1.1 429 ").contains("r=0;t=17\r\n");

      clock.addAndGet(Duration.ofSeconds(7).toNanos());
      assertThat(served.get("/")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void ofSeveralRatesAllHaveToBeKept() throws Exception {
    var config =
        new LimitConfig(
            "x",
            List.of(
                new LimitConfig.Burst(new Rate(2, Duration.ofMinutes(1)), 2),
                new LimitConfig.Burst(new Rate(3, Duration.ofHours(1)), 3)),
            new LimitConfig.Key(Kind.CLIENT, ""),
            Optional.empty());
    Action limited =
        Chain.of(
            List.of(new RateLimit(config, clock::get)), exchange -> exchange.response().end("ok"));
    try (var served = new Served(limited)) {
      assertThat(served.get("/"))
          .startsWith("HTTP/1.1 200 ")
          .contains("ratelimit-policy: \"minute\";q=2;w=60, \"hour\";q=3;w=3600\r\n")
          .contains("ratelimit: \"minute\";r=1;t=30, \"hour\";r=2;t=1200\r\n");
      served.get("/");
      assertThat(served.get("/"))
          .as("the hour did not refuse, and has as much left as before")
          .startsWith("HTTP/1.1 429 ")
          .contains("ratelimit: \"minute\";r=0;t=60, \"hour\";r=1;t=2400\r\n");

      clock.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(served.get("/"))
          .as("what was refused by the minute is not owed by the hour")
          .startsWith("HTTP/1.1 200 ");
      assertThat(served.get("/")).startsWith("HTTP/1.1 429 ").contains("\"hour\";r=0;t=3540\r\n");
    }
  }

  @Test
  void eachValueOfAHeaderCountsForItselfAndWhoHasNoneForItsClient() throws Exception {
    try (var served = new Served(limited(Kind.HEADER, "x-key"))) {
      for (String key : List.of("x-key: a\r\n", "x-key: b\r\n", "")) {
        String request = "GET / HTTP/1.1\r\n" + key;
        served.raw(request);
        assertThat(served.raw(request)).startsWith("HTTP/1.1 200 ");
        assertThat(served.raw(request)).startsWith("HTTP/1.1 429 ");
      }
    }
  }

  @Test
  void aCookieCountsByItsValue() throws Exception {
    try (var served = new Served(limited(Kind.COOKIE, "id"))) {
      String request = "GET / HTTP/1.1\r\nCookie: other=1; id=7\r\n";
      served.raw(request);
      served.raw(request);

      assertThat(served.raw(request)).startsWith("HTTP/1.1 429 ");
      assertThat(served.raw(request.replace("id=7", "id=8"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void requestsAtATimeAreCountedUntilTheyEnd() throws Exception {
    var config =
        new LimitConfig("x", List.of(), new LimitConfig.Key(Kind.CLIENT, ""), Optional.of(1));
    var arrived = new CountDownLatch(1);
    Promise<Void> goOn = Promise.promise();
    Action slow =
        exchange -> {
          arrived.countDown();
          return goOn.future().compose(v -> exchange.response().end("ok"));
        };

    try (var served =
        new Served(Chain.of(List.of(new RateLimit(config, System::nanoTime)), slow))) {
      var first = CompletableFuture.supplyAsync(() -> quietly(served));
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(served.get("/")).startsWith("HTTP/1.1 429 ");
      goOn.complete();

      assertThat(first.get(20, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ");
      // its place is free once the end of the answer is known, a little after it was read
      Await.until(() -> quietly(served).startsWith("HTTP/1.1 200 "));
    }
  }

  private static String quietly(Served served) {
    try {
      return served.get("/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
