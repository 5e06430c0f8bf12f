package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.Address;
import site.config.TargetUrl;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;

/** Targets that go by a name, with a DNS server on a real socket. */
class NamedTargetsTest {
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

  private static TargetConfig named(String host, int port) {
    return new TargetConfig(new TargetUrl(TargetUrl.Protocol.HTTP, new Address.Tcp(host, port)));
  }

  private static Front front(NameServer names, int port) {
    UpstreamConfig upstream =
        new UpstreamConfig(List.of(named("api.example", port)), Front.PATIENT);
    return Front.before(vertx, upstream, names.address());
  }

  private static void awaitTargets(Front front, String... addresses) {
    Eventually.until(
        "targets are " + List.of(addresses) + ": " + front.upstream,
        () ->
            front.upstream.state().targets().stream()
                .map(target -> target.address().replaceFirst(".*\\((.*)\\)", "$1"))
                .toList()
                .equals(List.of(addresses)));
  }

  @Test
  void everyAddressOfANameIsATarget() throws IOException {
    try (NameServer names = new NameServer()) {
      names.answers("127.0.0.3", "127.0.0.2", "::1");
      try (Front front = front(names, 1)) {

        awaitTargets(front, "127.0.0.2", "127.0.0.3", "0:0:0:0:0:0:0:1");

        assertThat(front.target().address()).isEqualTo("api.example:1 (127.0.0.2)");
      }
    }
  }

  @Test
  void aNameIsFollowedAndWhoStaysIsKept() throws IOException {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        NameServer names = new NameServer()) {
      names.answers("127.0.0.1", "127.0.0.9");
      try (Front front = front(names, target.port())) {
        awaitTargets(front, "127.0.0.1", "127.0.0.9");
        assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 200 ");

        names.answers("127.0.0.1");
        awaitTargets(front, "127.0.0.1");

        assertThat(front.target().requests()).as("it is the same one").isPositive();
        assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void whileNobodyAnswersTheAddressesStay() throws IOException {
    try (NameServer names = new NameServer()) {
      names.answers("127.0.0.2");
      try (Front front = front(names, 1)) {
        awaitTargets(front, "127.0.0.2");
        int asked = names.questions.get();

        names.fails();
        Eventually.until("it was asked again", () -> names.questions.get() > asked + 1);

        awaitTargets(front, "127.0.0.2");
      }
    }
  }

  @Test
  void aNameThatDoesNotResolveYetIsNotFatal() throws IOException {
    try (NameServer names = new NameServer()) {
      try (Front front = front(names, 1)) {
        Eventually.until("it was asked", () -> names.questions.get() > 0);

        assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 502 ");
        names.answers("127.0.0.2");
        awaitTargets(front, "127.0.0.2");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api.internal, true",
    "api, true",
    "127.0.0.1, false",
    "::1, false",
    "localhost, false"
  })
  void addressesNeedNoDns(String host, boolean named) {
    assertThat(NamedTargets.isNamed(named(host, 80))).isEqualTo(named);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "30, 30", "86400, 3600"})
  void howLongAnAnswerIsGoodIsBounded(long ttl, long seconds) {
    assertThat(NamedTargets.bounded(Duration.ofSeconds(ttl)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }
}
