package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.Network;
import site.http.Chain;

class AllowDenyTest {

  @ParameterizedTest(name = "allow {0} deny {1}: {2}")
  @CsvSource({
    "'',                       '',          198.51.100.7, true",
    "'',                       '',          -,            true",
    "10.0.0.0/8,               '',          10.1.2.3,     true",
    "10.0.0.0/8,               '',          11.1.2.3,     false",
    "10.0.0.0/8,               '',          ::1,          false",
    "10.0.0.0/8,               '',          -,            false",
    "10.0.0.0/8 fd00::/8,      '',          fd00::1,      true",
    "'',                       10.0.0.0/8,  10.1.2.3,     false",
    "'',                       10.0.0.0/8,  11.1.2.3,     true",
    "'',                       10.0.0.0/8,  -,            true",
    "10.0.0.0/8,               10.1.0.0/16, 10.1.2.3,     false",
    "10.0.0.0/8,               10.1.0.0/16, 10.2.2.3,     true",
    "10.1.2.3,                 10.0.0.0/8,  10.1.2.3,     false",
    "127.0.0.1,                '',          127.0.0.1,    true",
    "0.0.0.0/0,                '',          198.51.100.7, true",
    "10.0.0.0/8,               '',     ::ffff:10.0.0.1,   true",
  })
  void deniedNetworksAreOutAndWhereSomeAreAllowedTheOthersAreToo(
      String allow, String deny, String client, boolean permitted) {
    var rule = new AllowDeny(networks(allow), networks(deny));

    assertThat(rule.permits(client.equals("-") ? null : Network.literal(client)))
        .isEqualTo(permitted);
  }

  @Test
  void whoMayNotEnterGets403AndTheActionSeesNothing() throws Exception {
    var rule = new AllowDeny(List.of(), networks("127.0.0.1"));

    try (var served = new Served(Chain.of(List.of(rule), x -> x.response().end("secret")))) {
      assertThat(served.get("/")).startsWith("HTTP/1.1 403 ").doesNotContain("secret");
    }
  }

  @Test
  void whoMayEnterGetsTheAnswer() throws Exception {
    var rule = new AllowDeny(networks("127.0.0.0/8"), List.of());

    try (var served = new Served(Chain.of(List.of(rule), x -> x.response().end("secret")))) {
      assertThat(served.get("/")).startsWith("HTTP/1.1 200 ").endsWith("secret");
    }
  }

  private static List<Network> networks(String texts) {
    return Arrays.stream(texts.split(" ", -1))
        .filter(text -> !text.isEmpty())
        .map(text -> Network.parse(text).orElseThrow())
        .collect(Collectors.toList());
  }
}
