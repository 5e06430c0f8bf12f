package site.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import site.acme.AcmeFailure;
import site.acme.CertSpec;
import site.acme.CertWarning;
import site.acme.JobReport;
import site.acme.JobState;
import site.config.KeyKind;
import site.log.LogState;
import site.revision.CertCounts;
import site.revision.ReloadState;
import site.revision.ServerState;
import site.revision.ServerState.CertificateState;
import site.server.TrafficState;

class HealthTest {
  private static final Instant NOW = Instant.parse("2026-05-26T12:00:00Z");

  @Test
  void aServerThatServesIsReady() {
    Health health = Health.of(state(1, NOW.plusSeconds(1), List.of()), false, NOW);

    assertThat(health.isReady()).isTrue();
    assertThat(health.json().getString("status")).isEqualTo("ready");
  }

  @Test
  void beforeTheFirstRevisionAndAfterTheStopItIsNot() {
    assertThat(Health.of(state(0, NOW.plusSeconds(1), List.of()), false, NOW).failing())
        .containsExactly("starting");
    assertThat(Health.of(state(3, NOW.plusSeconds(1), List.of()), true, NOW).failing())
        .containsExactly("stopping");
  }

  @Test
  void anExpiredCertificateIsSaid() {
    assertThat(Health.of(state(1, NOW, List.of()), false, NOW).failing())
        .containsExactly("certificate main expired at 2026-05-26T12:00:00Z");
  }

  @Test
  void aStoreThatCannotBeWrittenIsAReasonAndARefusalOfTheAuthorityIsNot() {
    Health local =
        Health.of(
            state(1, NOW.plusSeconds(1), List.of(job(AcmeFailure.local("full")))), false, NOW);
    AcmeFailure busy = AcmeFailure.of(AcmeFailure.Kind.CA_BUSY, "rateLimited", "later");
    Health authority = Health.of(state(1, NOW.plusSeconds(1), List.of(job(busy))), false, NOW);

    assertThat(local.isReady()).isFalse();
    assertThat(authority.isReady()).isTrue();
    assertThat(authority.degraded()).containsExactly("certificate main waits");
  }

  private static JobReport job(AcmeFailure failure) {
    CertSpec spec =
        new CertSpec(
            "main",
            List.of("a.example"),
            KeyKind.P256,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    JobState state =
        new JobState(
            "",
            new JobState.Setback(1, Optional.empty(), Optional.of(failure), Optional.empty()),
            JobState.NEW.course(),
            Optional.empty(),
            JobState.NEW.outlook(),
            List.of());
    return new JobReport(
        spec, Optional.empty(), Optional.empty(), state, "waits", Optional.of(CertWarning.FAILING));
  }

  private static ServerState state(int revision, Instant notAfter, List<JobReport> orders) {
    return new ServerState(
        revision,
        NOW,
        0,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(new CertificateState("main", List.of("a.example"), notAfter, "internal CA")),
        orders,
        new ServerState.Counts(
            new TrafficState(List.of(), 0, Map.of()),
            Map.of(),
            new CertCounts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()),
            new ReloadState(0, 0, Optional.empty(), Optional.empty())),
        new LogState(List.of(), 0));
  }
}
