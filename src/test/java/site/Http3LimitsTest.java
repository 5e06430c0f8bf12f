package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.server.Limit;
import site.tls.QuicContexts;

/** What HTTP/3 has in common with HTTP/2: clients that send too slowly, or change their mind. */
class Http3LimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ENDLESS = "content of which more could come";

  /** Held, because java.util.logging forgets the handlers of a logger nobody holds. */
  private static final Logger VERTX = Logger.getLogger("io.vertx.core.net.impl.ConnectionBase");

  @TempDir Path home;
  private ImpatientServer server;

  @BeforeAll
  static void needsItsNativePart() {
    assumeThat(QuicContexts.problem()).isEmpty();
  }

  @BeforeEach
  void start() throws Exception {
    server = new ImpatientServer(home, ", tls: true", "www.h3.test");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aBodyThatStopsIsAnswered408AndItsStreamAloneEnds() throws Exception {
    try (RawHttp3 client = new RawHttp3(server.port())) {
      assertThat(client.begin(RawHttp3.fields("POST", "/"), ENDLESS))
          .succeedsWithin(PATIENCE)
          .isEqualTo("status 408");

      assertThat(client.ask(RawHttp3.fields("POST", "/"), "all of it")).isEqualTo("status 200");
      assertThat(reached(Limit.BODY_MIN_RATE)).isEqualTo(1);
    }
  }

  @Test
  void whoIsKeptFromSendingIsWaitedFor() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.standBefore("http://127.0.0.1:" + deaf.getLocalPort());
      try (RawHttp3 client = new RawHttp3(server.port())) {
        String much = "a".repeat(16 * 1024 * 1024);

        assertThat(client.begin(RawHttp3.fields("POST", "/"), much))
            .failsWithin(Duration.ofSeconds(4))
            .withThrowableOfType(TimeoutException.class);
      }
    }
  }

  @Test
  void whoTakesBackHundredsOfRequestsIsSentAway() throws Exception {
    try (RawHttp3 client = new RawHttp3(server.port())) {
      int taken = 0;
      while (taken < 2_000 && client.takeBack(RawHttp3.fields("GET", "/"))) {
        taken++;
      }

      assertThat(taken).isBetween(200, 1_999);
      assertThat(reached(Limit.HTTP3_RESETS)).isEqualTo(1);
    }
  }

  @Test
  void requestsThatComeAfterTheirConnectionWasClosedAreNoErrorsOfOurs() throws Exception {
    List<LogRecord> said = new CopyOnWriteArrayList<>();
    Handler listener = listener(said);
    VERTX.addHandler(listener);
    try (RawHttp3 client = new RawHttp3(server.port())) {
      while (client.takeBack(RawHttp3.fields("GET", "/"))) {
        // they come by the dozen, and the last ones are on their way when it is over
      }
      Await.until(() -> reached(Limit.HTTP3_RESETS) == 1);
    } finally {
      VERTX.removeHandler(listener);
    }

    assertThat(said).extracting(LogRecord::getMessage).isEmpty();
  }

  private static Handler listener(List<LogRecord> said) {
    return new Handler() {
      @Override
      public void publish(LogRecord published) {
        said.add(published);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private long reached(Limit limit) {
    return server.state().counts().connections().values().stream()
        .mapToLong(listener -> listener.limits().get(limit))
        .sum();
  }
}
