package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import site.config.BalanceConfig;
import site.config.HealthConfig;
import site.config.HealthConfig.Check;
import site.config.HealthConfig.Eject;
import site.config.RetryConfig;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;
import site.proxy.UpstreamState.Condition;
import site.proxy.UpstreamState.TargetState;

/** Targets that fall ill and recover, over real sockets. */
class HealthTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final String BUSY = "HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno";
  private static Vertx vertx;

  private final List<RawTarget> targets = new ArrayList<>();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  @AfterEach
  void closeTargets() throws IOException {
    for (RawTarget target : targets) {
      target.close();
    }
  }

  private TargetConfig answering(Supplier<String> response) {
    RawTarget target =
        new RawTarget(
            peer -> {
              while (!peer.readHead().isEmpty()) {
                peer.say(response.get());
              }
            });
    targets.add(target);
    return Front.target(target.port());
  }

  private static HealthConfig asking(Optional<String> body) {
    return new HealthConfig(
        Optional.of(
            new Check(
                "/healthz",
                List.of("2xx"),
                body,
                Duration.ofMillis(20),
                Duration.ofSeconds(10),
                2,
                2)),
        Optional.empty());
  }

  private static HealthConfig ejecting(Duration time) {
    return new HealthConfig(Optional.empty(), Optional.of(new Eject(2, time)));
  }

  private static Front front(HealthConfig health, TargetConfig... targets) {
    return Front.before(
        vertx,
        new UpstreamConfig(
            List.of(targets), Front.PATIENT, BalanceConfig.DEFAULT, health, RetryConfig.DEFAULT));
  }

  private static void await(Front front, Condition condition) {
    Eventually.until("the target is " + condition, () -> front.target().condition() == condition);
  }

  private static String status(Front front) throws IOException {
    return RawClient.exchange(front, GET).substring(9, 12);
  }

  @Test
  void aTargetThatSaysItIsNotWellGetsNoRequestsUntilItIs() throws Exception {
    String[] answer = {RawTarget.OK};
    try (Front front = front(asking(Optional.empty()), answering(() -> answer[0]))) {
      assertThat(status(front)).isEqualTo("200");

      answer[0] = BUSY;
      await(front, Condition.UNHEALTHY);
      TargetState ill = front.target();
      String refused = status(front);
      String note = front.outcome().note();

      assertThat(refused).isEqualTo("503");
      assertThat(ill.reason()).isEqualTo("check: answered 503");
      assertThat(note)
          .isEqualTo("no healthy target: %s unhealthy (check: answered 503)", ill.address());
      assertThat(front.target().requests()).as("nobody was sent there").isEqualTo(1);
      answer[0] = RawTarget.OK;
      await(front, Condition.HEALTHY);
      assertThat(status(front)).isEqualTo("200");
      assertThat(front.target().since()).isAfterOrEqualTo(ill.since());
    }
  }

  @Test
  void theBodyMustSayItToo() throws Exception {
    try (Front front = front(asking(Optional.of("fine")), answering(() -> RawTarget.OK))) {

      await(front, Condition.UNHEALTHY);

      assertThat(front.target().reason()).isEqualTo("check: the body lacks fine");
    }
  }

  @Test
  void whoCannotBeReachedIsNotWellAndTheOthersServe() throws Exception {
    TargetConfig down = Front.target(ProxyActionTest.unused());
    try (Front front = front(asking(Optional.empty()), down, answering(() -> RawTarget.OK))) {
      await(front, Condition.UNHEALTHY);

      for (int i = 0; i < 4; i++) {
        assertThat(status(front)).isEqualTo("200");
      }

      assertThat(front.target().reason()).startsWith("check: connect refused by ");
      assertThat(front.target().failures()).as("of requests").isZero();
    }
  }

  @Test
  void askingLeavesNothingBehind() throws Exception {
    try (Front front = front(asking(Optional.of("ok")), answering(() -> RawTarget.OK))) {
      Eventually.until("asked often", () -> targets.get(0).connections.get() > 5);

      Eventually.until("none is active", () -> front.target().active() == 0);
      assertThat(front.target().requests()).isZero();
    }
  }

  @Test
  void aTargetAtWhichRequestsFailIsSpared() throws Exception {
    try (Front front = front(ejecting(Duration.ofDays(1)), answering(() -> BUSY))) {
      assertThat(status(front)).isEqualTo("503");
      assertThat(status(front)).isEqualTo("503");
      await(front, Condition.EJECTED);

      status(front);

      assertThat(front.target().requests()).isEqualTo(2);
      assertThat(front.outcome().note()).startsWith("no healthy target: ").contains("answered 503");
    }
  }

  @Test
  void oneGoodAnswerLetsItReturn() throws Exception {
    String[] answer = {BUSY};
    try (Front front = front(ejecting(Duration.ofMillis(50)), answering(() -> answer[0]))) {
      status(front);
      status(front);
      await(front, Condition.EJECTED);
      answer[0] = RawTarget.OK;

      Eventually.until(
          "the trial succeeded",
          () -> {
            try {
              return status(front).equals("200");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });

      await(front, Condition.HEALTHY);
    }
  }

  @Test
  void aTargetThatRefusesConnectionsIsSparedToo() throws Exception {
    TargetConfig down = Front.target(ProxyActionTest.unused());
    try (Front front = front(ejecting(Duration.ofDays(1)), down, answering(() -> RawTarget.OK))) {

      for (int i = 0; i < 10; i++) {
        assertThat(status(front)).isEqualTo("200");
      }

      assertThat(front.target().condition()).isEqualTo(Condition.EJECTED);
      assertThat(front.target().requests()).isEqualTo(2);
      assertThat(front.target().reason()).startsWith("connect refused by ");
    }
  }

  @Test
  void goodAnswersToChecksLetItReturnSooner() throws Exception {
    RawTarget busyButWell =
        new RawTarget(
            peer -> {
              String head = peer.readHead();
              peer.say(head.startsWith("GET /healthz ") ? RawTarget.OK : BUSY);
            });
    targets.add(busyButWell);
    HealthConfig both =
        new HealthConfig(asking(Optional.empty()).check(), ejecting(Duration.ofDays(1)).eject());
    try (Front front = front(both, Front.target(busyButWell.port()))) {

      Eventually.until(
          "it is asked after it was ejected",
          () -> {
            try {
              status(front);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            return front.target().requests() > 2;
          });
    }
  }
}
