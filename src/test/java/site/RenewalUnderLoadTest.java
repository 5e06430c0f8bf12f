package site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import site.acme.Pebble;

/** Certificates that are renewed while visitors are there, who must not notice. */
@SuppressWarnings("try") // a server that only has to be there
class RenewalUnderLoadTest extends WithAcmeSite {
  private static final String NAME = "www.example.com";
  private static final int CHUNK = 1024;

  private final Set<BigInteger> serials = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean enough;

  @Test
  void visitorsOfSomeSecondsDoNotNoticeRenewals() throws Exception {
    renew(Duration.ofSeconds(12), Duration.ZERO, 4);
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void visitorsOfTenMinutesDoNotNoticeRenewals() throws Exception {
    renew(Duration.ofSeconds(90), Duration.ofMinutes(10), 5);
  }

  private void renew(Duration life, Duration least, int certificates) throws Exception {
    Pebble.Behaviour mortal =
        new Pebble.Behaviour(http, https)
            .with("\"certificateValidityPeriod\": " + life.toSeconds());
    Vertx vertx = Vertx.vertx();
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), mortal);
        TestServer server = TestServer.start(home, yaml(pebble, upstream(vertx)))) {
      Await.until(() -> answersTrusted(pebble, NAME));
      long began = System.nanoTime();
      try (Visitors visitors = new Visitors(NAME, https, pebble.issuingRoot())) {
        String root = pebble.issuingRoot();
        visitors.download("/download");
        visitors.talk("/talk");
        visitors.keepAConnection("/");
        visitors.comeAnew(() -> visitAnew(root));

        Await.first(
            least.plusSeconds(120),
            () ->
                Optional.of(Duration.ofNanos(System.nanoTime() - began))
                    .filter(past -> past.compareTo(least) >= 0)
                    .filter(past -> serials.size() >= certificates),
            () -> serials.size() + " certificates, failures: " + visitors.failures());
        enough = true;
        long downloaded = visitors.blockingDownloaded();

        System.out.printf(
            "%d s: %d certificates that live %d s, %d requests and %d failures, download of %d"
                + " bytes %s, %d messages over one WebSocket, %d connection(s) kept%n",
            Duration.ofNanos(System.nanoTime() - began).toSeconds(),
            serials.size(),
            life.toSeconds(),
            visitors.requests(),
            visitors.failures().size(),
            downloaded,
            downloaded == sent.get() ? "whole" : "torn",
            visitors.talked(),
            visitors.connections());
        assertThat(visitors.failures()).isEmpty();
        assertThat(visitors.requests()).isGreaterThan(serials.size());
        assertThat(downloaded).isEqualTo(sent.get());
        assertThat(visitors.talked()).isPositive();
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  /** With a trust of its own: a session that is resumed would show the old certificate. */
  private void visitAnew(String root) throws Exception {
    try (SSLSocket socket = handshake(Pebble.trust(root), NAME)) {
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      serials.add(leaf.getSerialNumber());
      assertThat(exchange(socket, NAME, "/")).contains(" 200 ", "hello");
    }
  }

  private String yaml(Pebble pebble, int upstream) {
    String proxied = "  - { path: %s, proxy: [\"http://127.0.0.1:%d\"] }\n";
    return yaml(pebble, "http-01", NAME)
        .replace(
            "routes:\n",
            "routes:\n"
                + proxied.formatted("/download", upstream)
                + proxied.formatted("/talk", upstream));
  }

  /** Sends slowly until it is enough, and repeats what it hears. */
  private int upstream(Vertx vertx) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
            .requestHandler(request -> send(vertx, request.response().setChunked(true)));
    return server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS)
        .actualPort();
  }

  private void send(Vertx vertx, HttpServerResponse response) {
    if (enough) {
      response.end();
      return;
    }
    sent.addAndGet(CHUNK);
    response.write(Buffer.buffer(new byte[CHUNK]));
    vertx.setTimer(CHUNK / 50, t -> send(vertx, response));
  }
}
