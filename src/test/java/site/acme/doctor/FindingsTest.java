package site.acme.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.AcmeConfig.MappedPorts;
import site.config.Address;
import site.config.ListenerConfig;

/** What the doctor concludes from what was found. */
class FindingsTest {
  private static final Set<String> OURS = Set.of("ca.test");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''        | 192.0.2.1   | GOOD     | an address of this machine",
        "''        | 2001:db8::1 | GOOD     | an address of this machine",
        "''        | 192.0.2.9   | DOUBTFUL | no address of this machine",
        "0.0.0.0   | 2001:db8::1 | BAD      | no listener takes IPv6",
        "192.0.2.1 | 2001:db8::1 | BAD      | no listener takes IPv6",
        "::1       | 192.0.2.1   | BAD      | no listener takes IPv4",
        "::        | 192.0.2.1   | GOOD     | an address of this machine",
      })
  void anAddressLeadsHereOrNot(String listener, String record, Finding.Level level, String words)
      throws Exception {
    Reachability reachability =
        new Reachability(
            List.of(listener(listener, 80, false)),
            MappedPorts.NONE,
            Set.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1")));

    List<Finding> findings = reachability.of("x.test", List.of(InetAddress.getByName(record)));

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).level()).isEqualTo(level);
    assertThat(findings.get(0).text()).contains(words);
  }

  @Test
  void aNameWithoutAddressesCannotBeFound() {
    assertThat(new Reachability(List.of(), MappedPorts.NONE, Set.of()).of("x.test", List.of()))
        .containsExactly(
            Finding.bad("x.test has neither an A nor an AAAA record: nobody finds this server"));
  }

  @Test
  void portsThatAreElsewhereMustBeLedHere() {
    Reachability reachability =
        new Reachability(
            List.of(listener("", 8080, false), listener("", 443, true)),
            MappedPorts.NONE,
            Set.of());

    assertThat(reachability.ports())
        .containsExactly(
            Finding.doubtful(
                "no listener is on port 80, where authorities come for http-01: something must lead"
                    + " that port to 8080"),
            Finding.good("a listener is on port 443, for tls-alpn-01"));
  }

  @Test
  void portsTheOperatorMapsAreTakenOnTrust() {
    Reachability reachability =
        new Reachability(
            List.of(listener("", 8080, false)),
            new MappedPorts(OptionalInt.of(8080), OptionalInt.empty()),
            Set.of());

    assertThat(reachability.ports().get(0))
        .isEqualTo(Finding.good("port 80 leads to port 8080 here, you say, for http-01"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 issue \"ca.test\"                            | false | GOOD",
        "0 issue \"CA.test; validationmethods=dns-01\"  | false | GOOD",
        "0 issue \"other.test\"                         | false | BAD",
        "0 issue \";\"                                  | false | BAD",
        "0 issue \"other.test\", 0 issue \"ca.test\"     | false | GOOD",
        "0 issue \"ca.test\", 0 issuewild \"other.test\" | false | GOOD",
        "0 issue \"ca.test\", 0 issuewild \"other.test\" | true  | BAD",
        "0 issue \"ca.test\"                            | true  | GOOD",
        "0 iodef \"mailto:a@x.test\"                    | false | GOOD",
        "128 newtag \"x\"                               | false | BAD",
        "0 newtag \"x\"                                 | false | GOOD",
      })
  void caaRecordsAllowAnAuthorityOrNot(String records, boolean wildcard, Finding.Level level) {
    assertThat(rules(records).judge(wildcard, "my-ca", OURS).level()).isEqualTo(level);
  }

  @Test
  void theRecordToAddIsShown() {
    assertThat(rules("0 issue \"other.test\"").judge(false, "my-ca", OURS).text())
        .isEqualTo(
            "the CAA records at x.test do not allow my-ca; add: x.test. CAA 0 issue \"ca.test\"");
  }

  @Test
  void anAuthorityThatDoesNotSayItsNameLeavesADoubt() {
    assertThat(rules("0 issue \"other.test\"").judge(false, "my-ca", Set.of()).level())
        .isEqualTo(Finding.Level.DOUBTFUL);
  }

  private static CaaRules rules(String records) {
    return new CaaRules(
        "x.test",
        Arrays.stream(records.split(", ", -1))
            .map(CaaRules.Rule::parse)
            .map(Optional::orElseThrow)
            .toList());
  }

  private static ListenerConfig listener(String host, int port, boolean tls) {
    return new ListenerConfig(
        new Address.Tcp(host, port), tls, Set.of(), List.of(), Optional.empty(), Optional.empty());
  }
}
