package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.acme.AcmeFailure.Kind;

class CertWarningTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // days of 100 that have passed, failures in a row, kind of the last one, what is said
    "10, 0,            , ",
    "70, 4, VALIDATION , ",
    "70, 5, VALIDATION , FAILING",
    "70, 9, CA_BUSY    , FAILING",
    "70, 1, PERSON     , FAILING",
    "89, 0,            , ",
    "90, 0,            , EXPIRING",
    "95, 7, LOCAL      , EXPIRING",
    "100, 0,           , EXPIRED",
    "130, 9, CA_BUSY   , EXPIRED",
  })
  void theWorstReasonToWorryIsSaid(int day, int failures, Kind kind, CertWarning expected) {
    JobState state = state(failures, Optional.ofNullable(kind), Optional.empty());

    Optional<CertWarning> said =
        CertWarning.of(Optional.of(material()), state, 0.1, BEGIN.plus(Duration.ofDays(day)));

    assertThat(said).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void withoutACertificateAttemptsThatFailAreTheReason() {
    JobState few = state(4, Optional.of(Kind.VALIDATION), Optional.empty());
    JobState many = state(5, Optional.of(Kind.VALIDATION), Optional.empty());

    assertThat(CertWarning.of(Optional.empty(), few, 0.1, BEGIN)).isEmpty();
    assertThat(CertWarning.of(Optional.empty(), many, 0.1, BEGIN)).contains(CertWarning.FAILING);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "23, false", "24, true", "60, true"})
  void itIsSaidOnceADay(int hoursSince, boolean again) {
    JobState state = state(9, Optional.of(Kind.CA_BUSY), Optional.of(BEGIN));

    assertThat(CertWarning.isNews(state, BEGIN.plus(Duration.ofHours(hoursSince))))
        .isEqualTo(again);
  }

  @Test
  void afterASuccessItIsNewsAgain() {
    JobState warned = state(9, Optional.of(Kind.CA_BUSY), Optional.of(BEGIN));
    JobState issued = warned.issued(BEGIN, BEGIN, Optional.empty(), 0);

    assertThat(CertWarning.isNews(warned, BEGIN)).isFalse();
    assertThat(CertWarning.isNews(issued, BEGIN)).isTrue();
  }

  private static JobState state(int failures, Optional<Kind> kind, Optional<Instant> warned) {
    Optional<AcmeFailure> problem = kind.map(k -> AcmeFailure.of(k, "", "what it was"));
    return new JobState(
        "",
        new JobState.Setback(failures, Optional.empty(), problem, warned),
        JobState.NEW.course(),
        Optional.empty(),
        JobState.NEW.outlook(),
        List.of());
  }

  private static Material material() {
    return new Material(
        1,
        BEGIN,
        BEGIN.plus(Duration.ofDays(100)),
        Optional.empty(),
        List.of("www.example.com"),
        Optional.empty(),
        new Generation.Origin("letsencrypt", Optional.empty(), false));
  }
}
