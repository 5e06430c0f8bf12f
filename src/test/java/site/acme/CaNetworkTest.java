package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://proxy.test:3128,   proxy.test, 3128",
    "https_proxy, http://a:b@proxy.test:80, proxy.test, 80",
    "HTTPS_PROXY, proxy.test:3128,          proxy.test, 3128",
    "HTTPS_PROXY, proxy.test,               proxy.test, 8080"
  })
  void theEnvironmentNamesAProxy(String name, String value, String host, int port)
      throws Exception {
    CaNetwork network = network(Map.of(name, value));

    Proxy proxy =
        network
            .blockingClient(authority())
            .proxy()
            .orElseThrow()
            .select(URI.create("https://ca.test/dir"))
            .get(0);

    assertThat((InetSocketAddress) proxy.address())
        .extracting(InetSocketAddress::getHostString, InetSocketAddress::getPort)
        .containsExactly(host, port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca.test            | ca.test       | true",
        "CA.test            | ca.test       | true",
        "ca.test            | a.ca.test     | true",
        ".test              | ca.test       | true",
        "*.test             | ca.test       | true",
        "ca.test            | notca.test    | false",
        "localhost, ca.test | ca.test       | true",
        "*                  | ca.test       | true",
        "''                 | ca.test       | false",
        "127.0.0.1          | ca.test       | false"
      })
  void somePlacesAreReachedWithoutIt(String variable, String host, boolean direct)
      throws Exception {
    CaNetwork network = network(Map.of("HTTPS_PROXY", "proxy.test", "NO_PROXY", variable));

    assertThat(network.isDirect(host)).isEqualTo(direct);
    assertThat(
            network
                .blockingClient(authority())
                .proxy()
                .orElseThrow()
                .select(URI.create("https://" + host + "/dir"))
                .contains(Proxy.NO_PROXY))
        .isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "http://", "http://[::", "://"})
  void whatIsNoProxyIsLeftOut(String value) {
    assertThat(new ProxyVariables(Map.of("HTTPS_PROXY", value)::get).proxy()).isEmpty();
  }

  @Test
  void withoutVariablesThereIsNone() {
    assertThat(network(Map.of()).proxy()).isEmpty();
  }

  private static CaNetwork network(Map<String, String> environment) {
    ProxyVariables variables = new ProxyVariables(environment::get);
    return new CaNetwork(variables.proxy(), variables.direct(), Duration.ofSeconds(1));
  }

  private static Authority authority() {
    return new Authority(
        "ca",
        URI.create("https://ca.test/dir"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
