package site.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Ports;

/** dns-01 by dynamic updates, against a real BIND. */
class Rfc2136Test {
  private static final List<String> ONE_SERVER = List.of("127.0.0.1");

  @TempDir static Path directory;
  private static int port;
  private static Named bind;

  @BeforeAll
  static void startBind() throws Exception {
    assumeTrue(Named.isInstalled(), "BIND is not installed (apt-get install bind9)");
    port = Ports.free();
    bind =
        Named.primary(
            directory.resolve("primary"),
            port,
            Map.of(
                "wild.test", Named.zone(ONE_SERVER),
                "alias.test",
                    Named.zone(
                        ONE_SERVER,
                        "_acme-challenge.www IN CNAME www.proofs.wild.test.",
                        "_acme-challenge.loop IN CNAME _acme-challenge.loop"),
                "two.test", Named.zone(List.of("127.0.0.1", "::1"))));
  }

  @AfterAll
  static void stopBind() {
    if (bind != null) {
      bind.close();
    }
  }

  @Test
  void aNameAndItsWildcardAreProvenSideBySide() throws Exception {
    DnsRecords solver = solver(key());
    DnsProof first = new DnsProof("wild.test", "t1", "value-of-the-name");
    DnsProof second = new DnsProof("wild.test", "t2", "value-of-the-wildcard");

    solver.blockingPresent(first);
    solver.blockingPresent(second);
    solver.blockingPresent(second);

    assertThat(values("_acme-challenge.wild.test"))
        .containsExactlyInAnyOrder("value-of-the-name", "value-of-the-wildcard");
    assertThat(solver.blockingMissing(first)).isEmpty();
    solver.blockingCleanup(first);
    assertThat(values("_acme-challenge.wild.test")).containsExactly("value-of-the-wildcard");
    solver.blockingCleanup(second);
    solver.blockingCleanup(second);
    assertThat(values("_acme-challenge.wild.test")).isEmpty();
  }

  @Test
  void theRecordIsWrittenWhereTheAliasLeads() throws Exception {
    DnsRecords solver = solver(key());
    DnsProof proof = new DnsProof("www.alias.test", "t", "behind-the-alias");

    solver.blockingPresent(proof);

    assertThat(values("www.proofs.wild.test")).containsExactly("behind-the-alias");
    assertThat(solver.blockingMissing(proof)).isEmpty();
    solver.blockingCleanup(proof);
    assertThat(values("www.proofs.wild.test")).isEmpty();
  }

  @Test
  void anAliasThatLeadsToItselfIsSaid() {
    DnsProof proof = new DnsProof("loop.alias.test", "t", "v");

    assertThatThrownBy(() -> solver(key()).blockingPresent(proof))
        .isInstanceOf(DnsFailure.class)
        .hasMessageContaining("aliases (CNAME) in a row");
  }

  @Test
  void everyServerOfTheZoneIsAsked() throws Exception {
    DnsRecords solver = solver(key());
    DnsProof proof = new DnsProof("two.test", "t", "seen-everywhere");

    solver.blockingPresent(proof);

    assertThat(solver.blockingMissing(proof)).containsExactly("ns2.two.test cannot be reached");
    try (Named copy = Named.secondary(directory.resolve("copy"), port, List.of("two.test"))) {
      assertThat(solver.blockingMissing(proof)).isEmpty();
      solver.blockingCleanup(proof);
      DnsProof later = new DnsProof("two.test", "t", "not-copied-yet");
      solver.blockingPresent(later);
      assertThat(copy.lookup().blockingValues("_acme-challenge.two.test"))
          .containsExactly("seen-everywhere");
      assertThat(solver.blockingMissing(later))
          .containsExactly("ns2.two.test (0:0:0:0:0:0:0:1) does not have it");
      solver.blockingCleanup(later);
    }
  }

  @Test
  void aWrongSecretIsExplained() throws Exception {
    DnsRecords solver = solver(TsigKey.of("d3Jvbmc=", Optional.of(Named.KEY), Optional.empty()));

    assertThatThrownBy(() -> solver.blockingPresent(new DnsProof("wild.test", "t", "v")))
        .isInstanceOf(DnsFailure.class)
        .hasMessageContaining("refused to change _acme-challenge.wild.test: NOTAUTH")
        .hasMessageContaining("the secret of the key acmekey (hmac-sha256) differs from its own");
  }

  @Test
  void anUnknownKeyIsExplained() throws Exception {
    DnsRecords solver = solver(TsigKey.of(Named.SECRET, Optional.of("other"), Optional.empty()));

    assertThatThrownBy(() -> solver.blockingPresent(new DnsProof("wild.test", "t", "v")))
        .hasMessageContaining("it does not know the key other (hmac-sha256)");
  }

  @Test
  void aZoneThatIsNotItsOwnIsExplained() throws Exception {
    DnsRecords solver =
        new DnsRecords(
            new Rfc2136Writer(bind.at(), Optional.of("test"), key(), bind.lookup()), bind.lookup());

    assertThatThrownBy(() -> solver.blockingPresent(new DnsProof("wild.test", "t", "v")))
        .hasMessageContaining("NOTAUTH")
        .hasMessageContaining("it is not the primary of that zone");
  }

  @Test
  void aNameOutsideTheConfiguredZoneIsNotSent() {
    DnsRecords solver =
        new DnsRecords(
            new Rfc2136Writer(bind.at(), Optional.of("wild.test"), key(), bind.lookup()),
            bind.lookup());

    assertThatThrownBy(() -> solver.blockingPresent(new DnsProof("two.test", "t", "v")))
        .hasMessage(
            "_acme-challenge.two.test is not in the zone wild.test. that is configured for"
                + " updates");
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    InetSocketAddress nobody = new InetSocketAddress("127.0.0.3", port);
    DnsRecords solver =
        new DnsRecords(
            new Rfc2136Writer(nobody, Optional.of("wild.test"), key(), bind.lookup()),
            bind.lookup());

    assertThatThrownBy(() -> solver.blockingPresent(new DnsProof("wild.test", "t", "v")))
        .hasMessageStartingWith("the name server 127.0.0.3:" + port + " could not be asked");
  }

  @Test
  void thePersistentRecordMustBeThere() throws Exception {
    PersistSolver solver = new PersistSolver(bind.lookup(), java.time.Clock.systemUTC());
    PersistentRecord wanted =
        new PersistentRecord(
            List.of("ca.test"), Optional.of("https://ca.test/acct/1"), false, Optional.empty());
    assertThatThrownBy(() -> solver.blockingCheck("wild.test", wanted))
        .hasMessageStartingWith(
            "make this record, once: _validation-persist.wild.test. TXT"
                + " \"ca.test; accounturi=https://ca.test/acct/1\"");

    new Rfc2136Writer(bind.at(), Optional.empty(), key(), bind.lookup())
        .blockingAdd(
            new DnsProof("wild.test", "t", wanted.text()), "_validation-persist.wild.test");

    solver.blockingCheck("wild.test", wanted);
  }

  private static TsigKey key() {
    try {
      return TsigKey.of(Named.SECRET, Optional.of(Named.KEY), Optional.empty());
    } catch (DnsFailure e) {
      throw new AssertionError(e);
    }
  }

  private static DnsRecords solver(TsigKey key) {
    DnsLookup lookup = bind.lookup();
    return new DnsRecords(new Rfc2136Writer(bind.at(), Optional.empty(), key, lookup), lookup);
  }

  private static Iterable<String> values(String name) throws Exception {
    return bind.lookup().blockingValuesAt(bind.at().getAddress(), name);
  }
}
