package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said when a certificate cannot be renewed and its time gets short. */
class ExpiryWarningTest extends WithPebble {

  @Test
  void fromTheLastTenthOnItIsSaidOnceADayAndItGoesOnAfterTheEnd() throws Exception {
    Duration life = Duration.ofDays(100);
    restart(behaviour().with("\"certificateValidityPeriod\": " + life.toSeconds()));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
      pebble.close();

      pass(issuance, Duration.ofDays(89));
      assertThat(warnings(issuance)).isEmpty();

      pass(issuance, Duration.ofDays(2));
      assertThat(warnings(issuance)).containsExactly(CertNews.Kind.EXPIRING);
      pass(issuance, Duration.ofHours(12));
      assertThat(warnings(issuance)).hasSize(1);
      pass(issuance, Duration.ofHours(13));
      assertThat(warnings(issuance))
          .containsExactly(CertNews.Kind.EXPIRING, CertNews.Kind.EXPIRING);

      pass(issuance, Duration.ofDays(9));
      assertThat(warnings(issuance)).hasSize(3).last().isEqualTo(CertNews.Kind.EXPIRED);
      JobReport expired = issuance.awaitProblem(NAME);
      assertThat(expired.state().setback().nextAttempt().orElseThrow())
          .as("expired since a day: at most an hour apart")
          .isBefore(issuance.now().plus(Duration.ofMinutes(80)));
    }
  }

  /** Returns when what is due has been looked at. */
  private static void pass(Issuance issuance, Duration time) {
    issuance.pass(time);
    issuance.awaitLook();
  }

  private static List<CertNews.Kind> warnings(Issuance issuance) {
    return issuance.news().stream()
        .map(CertNews::kind)
        .filter(kind -> kind == CertNews.Kind.EXPIRING || kind == CertNews.Kind.EXPIRED)
        .toList();
  }
}
