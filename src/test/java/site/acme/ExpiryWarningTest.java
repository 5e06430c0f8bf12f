package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import site.Await;

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
      awaitWarnings(issuance, CertNews.Kind.EXPIRING);
      pass(issuance, Duration.ofHours(12));
      awaitWarnings(issuance, CertNews.Kind.EXPIRING);
      pass(issuance, Duration.ofHours(13));
      awaitWarnings(issuance, CertNews.Kind.EXPIRING, CertNews.Kind.EXPIRING);

      pass(issuance, Duration.ofDays(9));
      awaitWarnings(
          issuance, CertNews.Kind.EXPIRING, CertNews.Kind.EXPIRING, CertNews.Kind.EXPIRED);
      JobReport expired = issuance.awaitProblem(NAME);
      assertThat(expired.warning()).contains(CertWarning.EXPIRED);
      assertThat(expired.state().setback().nextAttempt().orElseThrow())
          .as("expired since a day: at most an hour apart")
          .isBefore(issuance.now().plus(Duration.ofMinutes(80)));
    }
  }

  @Test
  void whenRenewalKeepsFailingItIsSaidOnceADayLongBeforeTheEnd() throws Exception {
    Duration life = Duration.ofDays(100);
    restart(behaviour().with("\"certificateValidityPeriod\": " + life.toSeconds()));
    try (Issuance issuance = issuance()) {
      issuance.keep(spec());
      issuance.awaitCertificate(NAME);
      pebble.close();

      pass(issuance, Duration.ofDays(70));
      pass(issuance, Duration.ofHours(1));
      pass(issuance, Duration.ofHours(1));
      pass(issuance, Duration.ofHours(1));
      assertThat(warnings(issuance)).isEmpty();

      pass(issuance, Duration.ofHours(3));
      awaitWarnings(issuance, CertNews.Kind.FAILING);
      pass(issuance, Duration.ofHours(9));
      awaitWarnings(issuance, CertNews.Kind.FAILING);
      pass(issuance, Duration.ofHours(16));
      awaitWarnings(issuance, CertNews.Kind.FAILING, CertNews.Kind.FAILING);
      CertNews last = issuance.news().get(issuance.news().size() - 1);
      assertThat(last.text()).matches("[67] attempts in a row have failed.*another 28 days.*");
    }
  }

  /** Returns when what was due has been tried, and has failed. */
  private static void pass(Issuance issuance, Duration time) {
    issuance.pass(time);
    issuance.await(
        NAME,
        report ->
            report.activity().startsWith("waits")
                && report
                    .state()
                    .setback()
                    .nextAttempt()
                    .filter(at -> at.isAfter(issuance.now()))
                    .isPresent());
    issuance.awaitLook();
  }

  private static void awaitWarnings(Issuance issuance, CertNews.Kind... expected) {
    Await.until(() -> warnings(issuance).size() >= expected.length);
    assertThat(warnings(issuance)).containsExactly(expected);
  }

  private static List<CertNews.Kind> warnings(Issuance issuance) {
    return issuance.news().stream().map(CertNews::kind).filter(CertNews.Kind::isWarning).toList();
  }
}
