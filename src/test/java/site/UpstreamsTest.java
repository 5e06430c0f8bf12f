package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.proxy.UpstreamState;
import site.proxy.UpstreamState.Condition;
import site.proxy.UpstreamState.TargetState;

/** What an upstream knows of its targets outlives reloads that do not concern it. */
class UpstreamsTest {
  @TempDir Path home;
  private CacheOrigin alive;
  private int dead;

  @BeforeEach
  void startOne() throws IOException {
    alive = new CacheOrigin().answers("", "alive");
    dead = Ports.free();
  }

  @AfterEach
  void stopIt() throws IOException {
    alive.close();
  }

  private String yaml(String time, String greeting) {
    return """
        listeners: [{ address: "127.0.0.1:0" }]
        upstreams:
          two:
            to: [ "http://127.0.0.1:%d", "http://127.0.0.1:%d" ]
            eject: { failures: 2, for: %s }
        sites:
          - hosts: ["*"]
            routes:
              - { path: /ping, respond: { body: "%s" } }
              - { path: "/*", proxy: two }
        """
        .formatted(dead, alive.port(), time, greeting);
  }

  private static UpstreamState state(TestServer server) {
    return server.state().upstreams().values().iterator().next();
  }

  private static void askFiveTimes(TestServer server) throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(server.get(0, "/").body()).isEqualTo("alive");
    }
  }

  @Test
  void aReloadElsewhereKeepsWhoIsEjectedAndWhatWasCounted() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("1d", "one"))) {
      askFiveTimes(server);
      UpstreamState before = state(server);

      server.reload(yaml("1d", "two"));
      UpstreamState after = state(server);
      askFiveTimes(server);

      assertThat(server.get(0, "/ping").body()).isEqualTo("two");
      assertThat(before.targets())
          .extracting(TargetState::condition)
          .containsExactly(Condition.EJECTED, Condition.HEALTHY);
      assertThat(after).isEqualTo(before);
      assertThat(state(server).targets())
          .extracting(TargetState::requests)
          .as("the one that is out was not asked again")
          .containsExactly(2L, 10L);
    }
  }

  @Test
  void anUpstreamThatWasChangedBeginsAnew() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("1d", "one"))) {
      askFiveTimes(server);

      server.reload(yaml("12h", "one"));

      assertThat(state(server).targets())
          .allSatisfy(
              target -> {
                assertThat(target.condition()).isEqualTo(Condition.HEALTHY);
                assertThat(target.requests()).isZero();
              });
    }
  }
}
