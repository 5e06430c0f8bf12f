package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import site.config.Address;
import site.config.TargetUrl;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;

/** Targets that the DNS lists as servers of a service (RFC 2782), with a DNS server on a socket. */
class ServicesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  private static Front front(NameServer names) {
    TargetUrl url =
        new TargetUrl(TargetUrl.Protocol.HTTP, new Address.Service("_http._tcp.api.example"));
    UpstreamConfig upstream = new UpstreamConfig(List.of(new TargetConfig(url)), Front.PATIENT);
    return Front.before(vertx, upstream, names.address());
  }

  private static NameServer.Server server(int priority, int weight, int port) {
    return new NameServer.Server(priority, weight, port, "one.example");
  }

  private static List<String> addresses(Front front) {
    return front.upstream.state().targets().stream()
        .map(target -> target.address().replaceFirst(".*\\((.*)\\)", "$1"))
        .toList();
  }

  private static void awaitTargets(Front front, String... addresses) {
    Eventually.until(
        "targets are " + List.of(addresses) + ": " + front.upstream,
        () -> addresses(front).equals(List.of(addresses)));
  }

  @Test
  void everyServerIsATargetAtItsPort() throws IOException {
    try (NameServer names = new NameServer()) {
      names.answers("127.0.0.1", "::1");
      names.serves(server(0, 1, 81), server(0, 1, 82));
      try (Front front = front(names)) {

        awaitTargets(
            front, "127.0.0.1:81", "127.0.0.1:82", "[0:0:0:0:0:0:0:1]:81", "[0:0:0:0:0:0:0:1]:82");

        assertThat(front.target().address())
            .isEqualTo("srv+http://_http._tcp.api.example (127.0.0.1:81)");
      }
    }
  }

  @Test
  void weightsAreShares() throws IOException {
    try (RawTarget seldom = RawTarget.answering(RawTarget.OK);
        RawTarget often = RawTarget.answering(RawTarget.OK);
        NameServer names = new NameServer()) {
      names.answers("127.0.0.1");
      names.serves(server(0, 1, seldom.port()), server(0, 3, often.port()));
      try (Front front = front(names)) {
        Eventually.until("both are known", () -> addresses(front).size() == 2);

        for (int i = 0; i < 8; i++) {
          assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 200 ");
        }

        assertThat(
                front.upstream.state().targets().stream()
                    .filter(target -> target.address().endsWith(":" + often.port() + ")"))
                    .mapToLong(UpstreamState.TargetState::requests))
            .containsExactly(6L);
      }
    }
  }

  @Test
  @SuppressWarnings("try") // the first is closed earlier than the others
  void theNextPriorityIsForWhenTheFirstIsGone() throws IOException {
    try (RawTarget first = RawTarget.answering(RawTarget.OK);
        RawTarget second = RawTarget.answering(RawTarget.OK.replace("ok", "2!"));
        RawTarget third = RawTarget.answering(RawTarget.OK.replace("ok", "3!"));
        NameServer names = new NameServer()) {
      names.answers("127.0.0.1");
      names.serves(
          server(30, 9, third.port()), server(20, 1, second.port()), server(10, 1, first.port()));
      try (Front front = front(names)) {
        Eventually.until("all are known", () -> addresses(front).size() == 3);

        List<String> before =
            IntStream.range(0, 3).mapToObj(i -> answer(front)).distinct().toList();
        first.close();
        String after = answer(front);

        assertThat(before).containsExactly("ok");
        assertThat(after).isEqualTo("2!");
      }
    }
  }

  private static String answer(Front front) {
    try {
      String whole = RawClient.exchange(front, GET);
      return whole.substring(whole.length() - 2);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServiceIsFollowed() throws IOException {
    try (NameServer names = new NameServer()) {
      names.answers("127.0.0.1");
      names.serves(server(0, 1, 81), server(0, 1, 82));
      try (Front front = front(names)) {
        awaitTargets(front, "127.0.0.1:81", "127.0.0.1:82");

        names.serves(server(0, 1, 82), server(0, 1, 83));

        awaitTargets(front, "127.0.0.1:82", "127.0.0.1:83");
      }
    }
  }

  @Test
  void aServiceNobodyKnowsYetIsNotFatal() throws IOException {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        NameServer names = new NameServer()) {
      names.fails();
      try (Front front = front(names)) {
        Eventually.until("it was asked", () -> names.questions.get() > 0);
        String unanswered = RawClient.exchange(front, GET);

        names.answers("127.0.0.1");
        names.serves(server(0, 0, target.port()));
        awaitTargets(front, "127.0.0.1:" + target.port());

        assertThat(unanswered).startsWith("HTTP/1.1 503 ");
        assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void aServiceThatIsNotOfferedHasNoTargets() throws IOException {
    try (NameServer names = new NameServer()) {
      names.answers("127.0.0.1");
      names.serves(new NameServer.Server(0, 0, 0, ""));
      try (Front front = front(names)) {

        Eventually.until("it was asked", () -> names.questions.get() > 0);

        assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 503 ");
        assertThat(addresses(front)).isEmpty();
      }
    }
  }
}
