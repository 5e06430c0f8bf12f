package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shredzone.acme4j.RevocationReason;

/** What only the newer pebble has: renewal information (RFC 9773) and profiles. */
class NewerPebbleTest extends WithPebble {
  private static final Map<String, Duration> PROFILES =
      Map.of("classic", Duration.ofDays(90), "shortlived", Duration.ofDays(6));

  @BeforeEach
  @Override
  void startPebble() throws Exception {
    assumeTrue(Pebble.isNewerInstalled(), Pebble.NEWER_MISSING);
    super.startPebble();
  }

  @Override
  Pebble.Behaviour behaviour() {
    return super.behaviour().newer(PROFILES);
  }

  @ParameterizedTest
  @CsvSource({"classic, 90", "shortlived, 6"})
  void aProfileDecidesHowLongACertificateLives(String profile, long days) throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled(profile, true));

      JobReport report = issuance.awaitCertificate(NAME);

      assertThat(report.material().orElseThrow().lifetime())
          .isBetween(Duration.ofDays(days).minusMinutes(1), Duration.ofDays(days).plusMinutes(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"gone, true", "gone, false"})
  void aProfileThatIsGoneStopsOnlyThoseWhoInsist(String profile, boolean required)
      throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled(profile, required));

      JobReport report = issuance.await(NAME, r -> r.activity().startsWith("waits"));

      assertThat(report.state().isBlocked()).isEqualTo(required);
      assertThat(report.material().isEmpty()).isEqualTo(required);
    }
  }

  @Test
  void aMassRevocationIsFollowedWithinItsWindowWithReplaces() throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled("classic", true));
      JobReport first = issuance.awaitWindow(NAME);
      assumePebbleFindsIt(issuance);
      assertThat(first.renewAt().orElseThrow()).isAfter(Instant.now().plus(Duration.ofDays(50)));
      Instant now = issuance.now();
      pebble.renewalInfo(
          pem(), RenewalInfoTest.suggestion(now.minusSeconds(7200), now.minusSeconds(1)).encode());

      issuance.pass(Duration.ofHours(7)); // the authority is asked every six hours

      issuance.awaitGeneration(NAME, 2);
      assertThat(pebble.log()).contains("is a replacement of");
    }
  }

  @Test
  void nonsenseAboutRenewalLeavesOurOwnRule() throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled("classic", true));
      issuance.awaitWindow(NAME);
      pebble.renewalInfo(pem(), "{\"suggestedWindow\": {\"start\": \"soon\"}}");
      Instant asked = issuance.now().plus(Duration.ofHours(7));

      issuance.pass(Duration.ofHours(7));
      JobReport report =
          issuance.await(
              NAME, r -> r.state().outlook().nextLook().filter(asked::isBefore).isPresent());

      assertThat(report.material().orElseThrow().generation()).isEqualTo(1);
      assertThat(report.renewAt().orElseThrow()).isAfter(asked.plus(Duration.ofDays(40)));
    }
  }

  @Test
  void aCertificateThatAPersonRevokedIsReplacedAtTheNextLook() throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled("classic", true));
      issuance.awaitWindow(NAME);
      assumePebbleFindsIt(issuance);
      Generation revoked = issuance.store().blockingCurrent(NAME).orElseThrow();
      issuance
          .scheduler()
          .worker()
          .blockingAccount(spec().authorities().get(0))
          .blockingRevoke(revoked.credential().leaf(), RevocationReason.KEY_COMPROMISE);

      issuance.pass(Duration.ofHours(7));

      issuance.awaitGeneration(NAME, 2);
    }
  }

  @Test
  void whatWasReplacedAlreadyIsOrderedOnceMoreWithout() throws Exception {
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled("classic", true));
      issuance.awaitWindow(NAME);
      assumePebbleFindsIt(issuance);
      issuance.scheduler().renew(NAME);
      issuance.awaitGeneration(NAME, 2);
      issuance.awaitWindow(NAME);
    }
    forgetTheSecondGeneration();
    try (Issuance issuance = issuance()) {
      issuance.keep(profiled("classic", true));
      issuance.awaitWindow(NAME);
      issuance.scheduler().renew(NAME);

      issuance.awaitGeneration(NAME, 2);
      assertThat(proxy.orders())
          .extracting(order -> order.containsKey("replaces"))
          .containsExactly(false, true, true, false);
    }
  }

  /** As after a backup that was older than the last renewal. */
  private void forgetTheSecondGeneration() throws IOException {
    Path tls = home.resolve("tls");
    Path archive = tls.resolve("archive").resolve(NAME);
    try (var files = Files.list(archive.resolve("0002"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(archive.resolve("0002"));
    Files.deleteIfExists(tls.resolve("live").resolve(NAME));
    Files.delete(tls.resolve("state").resolve(NAME + ".json"));
  }

  /**
   * Of one certificate in some hundreds the serial number begins with a zero octet where it is
   * written as in RFC 9773 4.1. This pebble leaves it out where it keeps the number, and then does
   * not find what an order says it replaces.
   */
  private void assumePebbleFindsIt(Issuance issuance) {
    Generation issued = issuance.store().blockingCurrent(NAME).orElseThrow();
    byte first = issued.credential().leaf().getSerialNumber().toByteArray()[0];
    assumeTrue(first != 0, "pebble does not find a serial number that begins with a zero");
  }

  private String pem() throws IOException {
    return Files.readString(home.resolve("tls/live").resolve(NAME).resolve("cert.pem"));
  }
}
