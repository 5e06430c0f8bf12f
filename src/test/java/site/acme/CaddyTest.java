package site.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import site.config.ChallengeKind;
import site.config.KeyKind;

/** The same client with an authority that is not pebble; pebble is there for its DNS server. */
class CaddyTest extends WithPebble {

  @BeforeEach
  void needsCaddy() {
    assumeTrue(Caddy.isInstalled(), Caddy.MISSING);
  }

  @Test
  void aCertificateIsObtainedAndRenewedInTime() throws Exception {
    String names = Files.readString(home.resolve("pebble/dns"));
    try (Caddy caddy = new Caddy(home.resolve("caddy"), names);
        Issuance issuance = new Issuance(home, new Records())) {
      issuance.keep(spec(caddy));
      JobReport first = issuance.awaitCertificate(NAME);
      Duration life = first.material().orElseThrow().lifetime();

      issuance.pass(life.dividedBy(3));
      issuance.awaitLook();
      boolean early = issuance.store().blockingCurrent(NAME).orElseThrow().number() > 1;
      issuance.pass(life.dividedBy(4));

      JobReport renewed = issuance.awaitGeneration(NAME, 2);
      assertThat(life).isLessThan(Duration.ofHours(13));
      assertThat(early).as("renewed before half of its life was over").isFalse();
      assertThat(renewed.state().problem()).isEmpty();
      assertThat(issuance.store().blockingCurrent(NAME).orElseThrow().credential().leaf())
          .satisfies(leaf -> leaf.checkValidity())
          .extracting(leaf -> leaf.getIssuerX500Principal().getName())
          .asString()
          .contains("Caddy");
    }
  }

  private static CertSpec spec(Caddy caddy) {
    Authority authority =
        new Authority(
            "caddy",
            caddy.directoryUrl(),
            Optional.of(caddy.root()),
            Optional.empty(),
            Optional.empty());
    return new CertSpec(
        NAME,
        List.of(NAME),
        KeyKind.P256,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(authority),
        List.of(ChallengeKind.DNS_01));
  }

  /** Writes where pebble's DNS server reads. */
  private final class Records implements Solver {
    @Override
    public ChallengeKind kind() {
      return ChallengeKind.DNS_01;
    }

    @Override
    public void blockingPresent(Proof proof) {
      pebble.names("set-txt", record(proof).put("value", proof.dnsValue()).encode());
    }

    @Override
    public void blockingCleanup(Proof proof) {
      pebble.names("clear-txt", record(proof).encode());
    }

    private JsonObject record(Proof proof) {
      return new JsonObject().put("host", proof.dnsName() + ".");
    }
  }
}
