package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import site.acme.AcmeFailure.Kind;

/** Where attempts go after a failed proof: two authorities, one of them for trials. */
class StagingTest extends WithPebble {
  private Pebble staging;
  private FaultProxy trials;

  @BeforeEach
  void startStaging() throws Exception {
    staging = Pebble.start(home.resolve("staging"), behaviour());
    trials = new FaultProxy(vertx, staging);
  }

  @AfterEach
  void stopStaging() {
    if (staging != null) {
      staging.close();
    }
  }

  @Test
  void aTokenThatCannotBeReachedFailsOnceAtProductionAndThenOnStaging() throws Exception {
    try (Issuance issuance = new Issuance(home, 0)) {
      issuance.keep(Issuance.spec(withStaging(staging, trials.directoryUrl()), NAME));
      JobReport report = issuance.awaitProblem(NAME);

      issuance.pass(Duration.ofMinutes(2));
      issuance.await(NAME, r -> r.state().setback().failures() == 2);
      issuance.pass(Duration.ofMinutes(10));
      issuance.await(NAME, r -> r.state().setback().failures() == 3);

      assertThat(report.state().problem().orElseThrow().kind()).isEqualTo(Kind.VALIDATION);
      assertThat(report.state().problem().orElseThrow().names()).containsExactly(NAME);
      assertThat(proxy.count("/order-plz")).isEqualTo(1);
      assertThat(trials.count("/order-plz")).isEqualTo(2);
    }
  }

  @Test
  void whenStagingBelievesUsTheRealOrderFollowsAtOnce() throws Exception {
    Authority both = withStaging(staging, trials.directoryUrl());
    try (Issuance unreachable = new Issuance(home, 0)) {
      unreachable.keep(Issuance.spec(both, NAME));
      unreachable.awaitProblem(NAME);
    }

    try (Issuance reachable = issuance()) {
      reachable.keep(Issuance.spec(both, NAME));
      reachable.pass(Duration.ofMinutes(2));

      JobReport issued = reachable.awaitCertificate(NAME);

      assertThat(issued.material().orElseThrow().origin().authority()).isEqualTo("pebble");
      assertThat(trials.count("/order-plz")).isEqualTo(1);
      assertThat(trials.count("/finalize-order"))
          .as("what a trial needs no certificate for")
          .isZero();
      assertThat(proxy.count("/order-plz")).isEqualTo(2);
      assertThat(issued.state().setback().failures()).isZero();
    }
  }
}
