package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.ChallengeKind;
import site.config.Config;
import site.config.ConfigReader;
import site.config.ConfigResult;

class CertPolicyTest {
  private static final Set<ChallengeKind> ON_LISTENERS =
      Set.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);
  private static final Set<ChallengeKind> WITH_DNS =
      Set.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01, ChallengeKind.DNS_01);

  @TempDir Path home;

  @Test
  void eachPublicNameHasACertificateOfItsOwn() throws Exception {
    CertPolicy policy = policy("", "example.com, www.example.com, localhost, a.internal");

    assertThat(policy.specs()).containsOnlyKeys("example.com", "www.example.com");
    assertThat(policy.specs().get("example.com").names()).containsExactly("example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost", "a.localhost", "nas.local", "wiki.lan", "db.internal", "a.home.arpa", "a.test",
        "intranet", "127.0.0.1", "10.1.2.3", "192.168.0.1", "'::1'", "'fd00::1'", "'*'"
      })
  void noAuthorityIsAskedForPrivateNames(String host) throws Exception {
    assertThat(policy("", host).specs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bücher.example.com, xn--bcher-kva.example.com, xn--bcher-kva.example.com",
    "8.8.8.8, 8.8.8.8, 8.8.8.8",
    "2a00:1450::1, 2a00:1450--1, 2a00:1450::1",
  })
  void namesBecomeWhatAuthoritiesCallThem(String host, String id, String name) throws Exception {
    CertPolicy policy = policy("", "'" + host + "'");

    assertThat(policy.specs().get(id.replace(':', '-')).names()).containsExactly(name);
  }

  @Test
  void letsEncryptCertifiesAddressesForSixDaysOnly() throws Exception {
    CertSpec spec = policy("", "8.8.8.8").specs().get("8.8.8.8");

    assertThat(spec.profile()).contains(new CertSpec.Profile("shortlived", true));
  }

  @Test
  void aGroupIsOneCertificateAndItsNamesHaveNoOther() throws Exception {
    String tls = "tls: { certificates: [ { id: main, names: [example.com, www.example.com] } ] }";

    CertPolicy policy = policy(tls, "example.com, www.example.com, shop.example.com");

    assertThat(policy.specs()).containsOnlyKeys("main", "shop.example.com");
  }

  @Test
  void eachKindOfKeyIsACertificate() throws Exception {
    CertPolicy policy = policy("tls: { keys: [p256, rsa2048] }", "example.com");

    assertThat(policy.specs()).containsOnlyKeys("example.com", "example.com-rsa2048");
  }

  @Test
  void namesCanBeAddedAndTakenAway() throws Exception {
    String tls = "tls: { names: [mail.example.com], exclude: [www.example.com] }";

    CertPolicy policy = policy(tls, "example.com, www.example.com");

    assertThat(policy.specs()).containsOnlyKeys("example.com", "mail.example.com");
  }

  @Test
  void aWildcardCoversTheNamesBelowWhereItCanBeProved() throws Exception {
    Config config = config("", "'*.example.com', www.example.com, example.com");

    assertThat(CertPolicy.of(config, WITH_DNS, own -> false).specs())
        .containsOnlyKeys("_wildcard.example.com", "example.com");
    assertThat(CertPolicy.of(config, ON_LISTENERS, own -> false).specs())
        .containsOnlyKeys("www.example.com", "example.com");
  }

  @Test
  void whatTheOperatorHasFilesForIsLeftAlone() throws Exception {
    Config config = config("", "example.com, www.example.com");

    assertThat(CertPolicy.of(config, ON_LISTENERS, "example.com"::equals).specs())
        .containsOnlyKeys("www.example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"internal", "off"})
  void otherModesAskNoAuthority(String mode) throws Exception {
    String listeners = mode.equals("off") ? "listeners: [ { address: ':80' } ]\n" : "";

    assertThat(policy(listeners + "tls: { mode: '" + mode + "' }", "example.com").specs())
        .isEmpty();
  }

  @Test
  void withoutPlainListenerThereIsNoProofByHttp() throws Exception {
    CertPolicy policy = policy("listeners: [ { address: ':443', tls: true } ]", "example.com");

    assertThat(policy.specs().get("example.com").challenges())
        .containsExactly(ChallengeKind.TLS_ALPN_01);
  }

  @ParameterizedTest
  @CsvSource({
    "80,   443,  '',               HTTP_01",
    "8080, 8443, '',               HTTP_01",
    "8080, 443,  '',               TLS_ALPN_01",
    "8080, 443,  http_port: 8080,  HTTP_01",
    "8080, 8443, https_port: 8443, TLS_ALPN_01"
  })
  void theWayThatSurelyLeadsHereComesFirst(int http, int https, String mapped, String first)
      throws Exception {
    String listeners =
        "listeners: [ { address: ':%d' }, { address: ':%d', tls: true } ]\n".formatted(http, https);

    CertPolicy policy = policy(listeners + "tls: { acme: { " + mapped + " } }", "example.com");

    assertThat(policy.specs().get("example.com").challenges())
        .hasSize(2)
        .first()
        .isEqualTo(ChallengeKind.valueOf(first));
  }

  @Test
  void aReloadTouchesOnlyWhatChanged() throws Exception {
    CertPolicy before = policy("", "a.example.com, b.example.com, c.example.com");
    CertPolicy after =
        policy(
            "tls: { certificates: [ { names: [b.example.com], keys: [p384] } ] }",
            "a.example.com, b.example.com, d.example.com");

    CertPolicy.Diff diff = before.changesTo(after);

    assertThat(diff.added())
        .extracting(CertSpec::id)
        .containsExactly("b.example.com", "d.example.com");
    assertThat(diff.removed()).isEqualTo(List.of("c.example.com"));
  }

  private CertPolicy policy(String top, String hosts) throws Exception {
    return CertPolicy.of(config(top, hosts), ON_LISTENERS, own -> false);
  }

  private Config config(String top, String hosts) throws Exception {
    Path file = home.resolve("site.yaml");
    Files.writeString(
        file,
        "%s\nsites: [ { hosts: [%s], routes: [ { respond: { status: 204 } } ] } ]\n"
            .formatted(top, hosts));
    ConfigResult result = new ConfigReader(home, name -> null).read(file);
    assertThat(result).isInstanceOf(ConfigResult.Valid.class);
    return ((ConfigResult.Valid) result).config();
  }
}
