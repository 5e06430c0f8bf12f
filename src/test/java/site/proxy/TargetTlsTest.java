package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.config.TargetTls;
import site.config.TargetTls.Client;
import site.config.TargetUrl.Protocol;
import site.proxy.Front.Settings;

/** Targets that speak TLS, in HTTP/2 where they offer it. */
class TargetTlsTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static Vertx vertx;
  @TempDir static Path dir;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    Certificates.make(dir, "server", "api.internal");
    Certificates.make(dir, "client", "client.internal");
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  /** Tells how it was spoken to. */
  private static HttpServer origin(ServerSSLOptions ssl, HttpVersion... versions) {
    HttpServerConfig config =
        new HttpServerConfig().setVersions(versions).setHost("127.0.0.1").setPort(0);
    return Front.await(
        vertx
            .createHttpServer(
                config,
                ssl.setSni(true)
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(dir.resolve("server.pem").toString())
                            .setKeyPath(dir.resolve("server.key").toString())))
            .requestHandler(TargetTlsTest::answer)
            .listen());
  }

  private static void answer(HttpServerRequest request) {
    if (request.headers().contains("upgrade")) {
      request
          .response()
          .setStatusCode(101)
          .putHeader("upgrade", "x")
          .putHeader("connection", "upgrade");
      request.toNetSocket().onSuccess(socket -> socket.handler(said -> socket.end(said)));
      return;
    }
    request
        .response()
        .end(
            request.version()
                + " "
                + request.connection().indicatedServerName()
                + " "
                + request.authority());
  }

  private static TargetTls trusting() {
    return new TargetTls(
        Optional.of(dir.resolve("server.pem")),
        Optional.of("api.internal"),
        false,
        Optional.empty());
  }

  private static Front front(TargetTls tls, HttpServer origin) {
    return Settings.PLAIN.protocol(Protocol.HTTPS).tls(tls).before(vertx, origin.actualPort());
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void theBestVersionATargetOffersIsSpoken(HttpVersion version) throws IOException {
    HttpServer origin = origin(new ServerSSLOptions(), version);
    try (Front front = front(trusting(), origin)) {

      String answer = RawClient.exchange(front, GET);

      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith(version + " api.internal a");
    }
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() throws IOException {
    HttpServer origin = origin(new ServerSSLOptions(), HttpVersion.HTTP_1_1);
    TargetTls tls =
        new TargetTls(
            Optional.of(dir.resolve("client.pem")),
            Optional.of("api.internal"),
            false,
            Optional.empty());
    try (Front front = front(tls, origin)) {

      assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 502 ");
      assertThat(front.outcome().note()).containsAnyOf("PKIX", "certif", "trust");
    }
  }

  @Test
  void aCertificateOfAnotherNameIsNotTrusted() throws IOException {
    HttpServer origin = origin(new ServerSSLOptions(), HttpVersion.HTTP_1_1);
    TargetTls tls =
        new TargetTls(
            Optional.of(dir.resolve("server.pem")), Optional.empty(), false, Optional.empty());
    try (Front front = front(tls, origin)) {

      assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 502 ");
      assertThat(front.outcome().note()).contains("127.0.0.1");
    }
  }

  @Test
  void whoAsksForItIsNotProtected() throws IOException {
    HttpServer origin = origin(new ServerSSLOptions(), HttpVersion.HTTP_2);
    TargetTls tls = new TargetTls(Optional.empty(), Optional.empty(), true, Optional.empty());
    try (Front front = front(tls, origin)) {

      assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void weProveWhoWeAre() throws IOException {
    ServerSSLOptions demanding = new ServerSSLOptions().setClientAuth(ClientAuth.REQUIRED);
    demanding.setTrustOptions(
        new PemTrustOptions().addCertPath(dir.resolve("client.pem").toString()));
    HttpServer origin = origin(demanding, HttpVersion.HTTP_1_1);
    TargetTls unproven = trusting();
    TargetTls proven =
        new TargetTls(
            unproven.ca(),
            unproven.serverName(),
            false,
            Optional.of(new Client(dir.resolve("client.pem"), dir.resolve("client.key"))));
    try (Front without = front(unproven, origin);
        Front with = front(proven, origin)) {

      assertThat(RawClient.exchange(without, GET)).startsWith("HTTP/1.1 502 ");
      assertThat(RawClient.exchange(with, GET)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void anUpgradeIsAskedForInHttp1() throws IOException {
    HttpServer origin = origin(new ServerSSLOptions(), HttpVersion.HTTP_1_1, HttpVersion.HTTP_2);
    try (Front front = front(trusting(), origin);
        RawClient client = new RawClient(front)) {
      assertThat(RawClient.exchange(front, GET)).contains("HTTP_2");

      client.say("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
      String head = client.readUntil("\r\n\r\n");
      client.say("hello");

      assertThat(head).startsWith("HTTP/1.1 101 ");
      assertThat(client.readAll()).isEqualTo("hello");
    }
  }
}
