package site.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.tls.CertificateTable.UnknownName;

class CertificateTableTest {
  private static final Map<String, Identity> IDENTITIES =
      Map.of(
          "exact", TestIdentities.elliptic("www.example"),
          "wildcard", TestIdentities.elliptic("*.wild.example"),
          "more exact", TestIdentities.elliptic("a.wild.example"),
          "v4", TestIdentities.elliptic("192.0.2.1"),
          "v6", TestIdentities.elliptic("2001:db8::1"));

  @ParameterizedTest
  @CsvSource({
    "www.example,       REFUSE,  exact",
    "WWW.Example,       REFUSE,  exact",
    "www.example.,      REFUSE,  exact",
    "a.wild.example,    REFUSE,  more exact",
    "b.wild.example,    REFUSE,  wildcard",
    "c.b.wild.example,  REFUSE,",
    "wild.example,      REFUSE,",
    "other.example,     REFUSE,",
    "localhost,         REFUSE,",
    "192.0.2.1,         REFUSE,  v4",
    "other.example,     DEFAULT, exact",
    "c.b.wild.example,  DEFAULT, exact",
  })
  void aServerNameIsLookedUp(String name, UnknownName unknown, String expected) {
    var table = full().unknownName(unknown).defaultName("www.example").build();

    Optional<Identity> found = table.find(asking(name));

    assertThat(found).isEqualTo(Optional.ofNullable(expected).map(IDENTITIES::get));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,       www.example,    v4",
    "2001:db8:0::1,   www.example,    v6",
    "192.0.2.9,       www.example,    exact",
    "192.0.2.9,       z.wild.example, wildcard",
    "192.0.2.9,       other.example,",
  })
  void withoutServerNameTheAddressThenTheDefaultNameDecides(
      String local, String defaultName, String expected) {
    var table = full().defaultName(defaultName).build();

    Optional<Identity> found = table.find(reaching(local));

    assertThat(found).isEqualTo(Optional.ofNullable(expected).map(IDENTITIES::get));
  }

  @ParameterizedTest
  @CsvSource({
    "www.example,     192.0.2.9, EXACT",
    "WWW.Example,     192.0.2.9, EXACT",
    "a.wild.example,  192.0.2.9, EXACT",
    "b.wild.example,  192.0.2.9, WILDCARD",
    "other.example,   192.0.2.9, DEFAULT",
    ",                192.0.2.1, IP",
    ",                192.0.2.9, DEFAULT",
  })
  void itSaysByWhatACertificateWasFound(String name, String local, HandshakeCounts.Match expected) {
    var table = full().unknownName(UnknownName.DEFAULT).defaultName("www.example").build();

    var hello = name == null ? reaching(local) : asking(name);

    assertThat(table.match(hello)).isEqualTo(expected);
  }

  @Test
  void withoutServerNameTheOnlyCertificateIsServed() {
    Identity only = TestIdentities.elliptic("a.example", "b.example");
    var one = CertificateTable.builder().add(only.names(), only).build();
    var several = full().build();

    assertThat(one.find(reaching("192.0.2.9"))).contains(only);
    assertThat(several.find(reaching("192.0.2.9"))).isEmpty();
  }

  @Test
  void certificatesOfOneNameAreJoinedByKeyAlgorithm() throws Exception {
    Identity elliptic = TestIdentities.elliptic("one.example");
    Identity later = TestIdentities.elliptic("one.example");
    Identity rsa = TestIdentities.rsa("one.example");
    Set<String> names = Set.of("one.example");
    var table = CertificateTable.builder().add(names, rsa).add(names, elliptic).add(names, later);

    Identity found = table.build().find(asking("one.example")).orElseThrow();

    assertThat(found.credentials())
        .containsExactly(elliptic.credentials().get(0), rsa.credentials().get(0));
  }

  @ParameterizedTest
  @CsvSource({"www.example, true", "b.wild.example, true", "c.b.wild.example, false"})
  void itSaysWhichNamesAreCovered(String name, boolean expected) {
    assertThat(full().covers(name)).isEqualTo(expected);
  }

  private static CertificateTable.Builder full() {
    var builder = CertificateTable.builder();
    IDENTITIES.values().forEach(identity -> builder.add(identity.names(), identity));
    return builder;
  }

  private static ClientHello asking(String name) {
    return new ClientHello(
        Optional.of(name), List.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
  }

  private static ClientHello reaching(String local) {
    return new ClientHello(
        Optional.empty(), List.of(), Set.of(), Set.of(), Names.ipAddress(local), Optional.empty());
  }
}
