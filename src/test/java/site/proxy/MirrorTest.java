package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.config.ActionConfig;
import site.config.ActionConfig.FastCgi;
import site.config.ActionConfig.ForwardedHeaders;
import site.config.ActionConfig.HostHeader;
import site.config.UpstreamConfig;
import site.proxy.UpstreamState.Mirrored;

/** What the second upstream gets, and that clients notice nothing of it. */
class MirrorTest {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private static Vertx vertx;

  private final BlockingQueue<String> copies = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  /** Reads whole requests and answers all of them the same. */
  private static RawTarget.Script reading(BlockingQueue<String> read, String answer) {
    return peer -> {
      for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
        Matcher said = LENGTH.matcher(head);
        int length = said.find() ? Integer.parseInt(said.group(1)) : 0;
        read.add(head + new String(peer.in().readNBytes(length), StandardCharsets.UTF_8));
        peer.say(answer);
      }
    };
  }

  private static Front front(RawTarget target, int mirror) {
    return Front.before(
        vertx,
        new ActionConfig.Proxy(
            Optional.empty(),
            new UpstreamConfig(List.of(Front.target(target.port())), Front.PATIENT),
            HostHeader.KEEP,
            ForwardedHeaders.X,
            false,
            false,
            false,
            FastCgi.DEFAULT,
            Optional.of(new UpstreamConfig(List.of(Front.target(mirror)), Front.PATIENT))));
  }

  private static RawTarget answering() {
    return new RawTarget(reading(new LinkedBlockingQueue<>(), RawTarget.OK));
  }

  private static HttpResponse<String> send(
      Front front, HttpClient.Version version, String method, String body) throws Exception {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(front.url("/a?b=c"))).method(method, publisher).build();
    return HttpClient.newBuilder()
        .version(version)
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void await(Front front, Mirrored expected) {
    Eventually.until(
        expected + " but " + front.mirrored(), () -> front.mirrored().equals(expected));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void theMirrorGetsACopyAndTheClientTheFirstAnswer(HttpClient.Version version) throws Exception {
    try (RawTarget target = answering();
        RawTarget mirror =
            new RawTarget(reading(copies, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother"));
        Front front = front(target, mirror.port())) {

      HttpResponse<String> read = send(front, version, "GET", "");
      HttpResponse<String> written = send(front, version, "POST", "the body");

      assertThat(read.body()).isEqualTo("ok");
      assertThat(written.body()).isEqualTo("ok");
      List<String> got =
          List.of(copies.poll(20, TimeUnit.SECONDS), copies.poll(20, TimeUnit.SECONDS));
      assertThat(got).anyMatch(copy -> copy.startsWith("GET /a?b=c HTTP/1.1\r\n"));
      assertThat(got)
          .anyMatch(copy -> copy.startsWith("POST /a?b=c ") && copy.endsWith("the body"));
      await(front, new Mirrored(2, 0, 0));
    }
  }

  @Test
  void aMirrorThatIsGoneIsCountedAndNoticedByNobody() throws Exception {
    try (RawTarget target = answering();
        Front front = front(target, ProxyActionTest.unused())) {

      assertThat(send(front, HttpClient.Version.HTTP_1_1, "GET", "").statusCode()).isEqualTo(200);

      await(front, new Mirrored(1, 1, 0));
    }
  }

  @Test
  void aMirrorThatHangsDelaysNobodyAndGetsNoMoreThanItMay() throws Exception {
    try (RawTarget target = answering();
        RawTarget mirror = new RawTarget(RawTarget.Peer::awaitClose);
        Front front = front(target, mirror.port())) {
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest request = HttpRequest.newBuilder(URI.create(front.url("/"))).build();

      for (int i = 0; i < Copies.MOST + 5; i++) {
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
            .isEqualTo("ok");
      }

      await(front, new Mirrored(Copies.MOST, 0, 5));
    }
  }

  @Test
  void bodiesThatAreTooLongAreNotCopied() throws Exception {
    String body = "0123456789".repeat(Mirror.MAX_BODY / 10 + 1);
    try (RawTarget target = answering();
        RawTarget mirror = new RawTarget(reading(copies, RawTarget.OK));
        Front front = front(target, mirror.port())) {

      assertThat(send(front, HttpClient.Version.HTTP_1_1, "PUT", body).body()).isEqualTo("ok");

      await(front, new Mirrored(0, 0, 1));
      assertThat(copies).isEmpty();
    }
  }

  @Test
  void aBodyThatIsNeverReadToItsEndIsNotCopied() throws IOException {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 413 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                });
        RawTarget mirror = new RawTarget(reading(copies, RawTarget.OK));
        Front front = front(target, mirror.port());
        RawClient client = new RawClient(front)) {

      client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 413 ");
      client.abort();

      await(front, new Mirrored(0, 0, 1));
    }
  }
}
