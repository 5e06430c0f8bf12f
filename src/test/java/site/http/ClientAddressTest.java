package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proxies are 10.x.x.x, 127.0.0.1 and fd00::x; everybody else may say what they like. */
class ClientAddressTest {
  private final ClientAddress believing = new ClientAddress(ClientAddressTest::isProxy, true);
  private final ClientAddress wary = new ClientAddress(ClientAddressTest::isProxy, false);

  @ParameterizedTest(name = "{0} saying {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          198.51.100.7 | -                                     | 198.51.100.7 | 5
          198.51.100.7 | 203.0.113.9                           | 198.51.100.7 | 5
          198.51.100.7 | 127.0.0.1                             | 198.51.100.7 | 5
          10.0.0.1     | -                                     | 10.0.0.1     | 5
          10.0.0.1     | 203.0.113.9                           | 203.0.113.9  | 0
          10.0.0.1     | 203.0.113.9:4711                      | 203.0.113.9  | 4711
          10.0.0.1     | 1.1.1.1, 203.0.113.9                  | 203.0.113.9  | 0
          10.0.0.1     | 1.1.1.1,203.0.113.9,10.0.0.2          | 203.0.113.9  | 0
          10.0.0.1     | 1.1.1.1, 203.0.113.9, 10.0.0.2, fd00::3 | 203.0.113.9 | 0
          10.0.0.1     | 10.0.0.9, 10.0.0.2                    | 10.0.0.9     | 0
          10.0.0.1     | 203.0.113.9 ; 203.0.113.9             | 203.0.113.9  | 0
          10.0.0.1     | 10.0.0.2 ; 203.0.113.9                | 203.0.113.9  | 0
          10.0.0.1     | 203.0.113.9 ; 10.0.0.2                | 203.0.113.9  | 0
          10.0.0.1     | garbage                               | 10.0.0.1     | 5
          10.0.0.1     | 203.0.113.9, garbage                  | 10.0.0.1     | 5
          10.0.0.1     | garbage, 203.0.113.9                  | 203.0.113.9  | 0
          10.0.0.1     | garbage, 10.0.0.2                     | 10.0.0.2     | 0
          10.0.0.1     | unknown                               | 10.0.0.1     | 5
          10.0.0.1     | 203.0.113.9, unknown, 10.0.0.2        | 10.0.0.2     | 0
          10.0.0.1     | 203.0.113.9,                          | 10.0.0.1     | 5
          10.0.0.1     | 203.0.113.9:                          | 10.0.0.1     | 5
          10.0.0.1     | 203.0.113.9:x                         | 10.0.0.1     | 5
          10.0.0.1     | 203.0.113.9:123456                    | 10.0.0.1     | 5
          10.0.0.1     | 203.0.113                             | 10.0.0.1     | 5
          10.0.0.1     | 256.1.1.1                             | 10.0.0.1     | 5
          10.0.0.1     | client.example                        | 10.0.0.1     | 5
          10.0.0.1     | 2001:DB8:0::9                         | 2001:db8::9  | 0
          10.0.0.1     | [2001:db8::9]                         | 2001:db8::9  | 0
          10.0.0.1     | [2001:db8::9]:443                     | 2001:db8::9  | 443
          10.0.0.1     | [2001:db8::9                          | 10.0.0.1     | 5
          10.0.0.1     | [2001:db8::9]443                      | 10.0.0.1     | 5
          10.0.0.1     | fe80::1%eth0                          | 10.0.0.1     | 5
          10.0.0.1     | ::ffff:203.0.113.9                    | 203.0.113.9  | 0
          10.0.0.1     | ::ffff:10.0.0.7                       | 10.0.0.7     | 0
          fd00::1      | 203.0.113.9                           | 203.0.113.9  | 0
          unix         | 203.0.113.9                           | 203.0.113.9  | 0
          unix         | -                                     | unix:        | 5
          """)
  void xForwardedForIsWalkedFromTheRight(String peer, String lines, String client, int port) {
    MultiMap headers = headers("x-forwarded-for", lines);

    Client found = believing.find(address(peer), 5, false, headers);

    assertThat(found.text()).isEqualTo(client);
    assertThat(found.port()).isEqualTo(port);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '~',
      textBlock =
          """
          for=203.0.113.9                                    | 203.0.113.9 | 0    | http
          For=203.0.113.9;Proto=HTTPS                        | 203.0.113.9 | 0    | https
          proto=https; by=10.0.0.1 ;for=203.0.113.9          | 203.0.113.9 | 0    | https
          for="203.0.113.9:4711"                             | 203.0.113.9 | 4711 | http
          for="[2001:db8::9]:4711";proto=https               | 2001:db8::9 | 4711 | https
          for="[2001:db8::9]"                                | 2001:db8::9 | 0    | http
          for="203.0.113.9:_hidden"                          | 203.0.113.9 | 0    | http
          for=1.1.1.1;proto=http, for=203.0.113.9;proto=https | 203.0.113.9 | 0   | https
          for=203.0.113.9;proto=https, for=10.0.0.2;proto=http | 203.0.113.9 | 0  | https
          for=203.0.113.9;proto=https ; for=10.0.0.2         | 203.0.113.9 | 0    | https
          for=unknown;proto=https                            | 10.0.0.1    | 5    | https
          for=_hidden                                        | 10.0.0.1    | 5    | http
          for=_hidden, for=10.0.0.2;proto=https              | 10.0.0.2    | 0    | https
          proto=https                                        | 10.0.0.1    | 5    | https
          for=", for=203.0.113.9                             | 203.0.113.9 | 0    | http
          for="a;b, for=203.0.113.9                          | 203.0.113.9 | 0    | http
          for="x,y", for="[2001:db8::9]:1"                   | 2001:db8::9 | 1    | http
          for="x, for=203.0.113.9"                           | 10.0.0.1    | 5    | http
          nonsense                                           | 10.0.0.1    | 5    | http
          for                                                | 10.0.0.1    | 5    | http
          for=                                               | 10.0.0.1    | 5    | http
          """)
  void forwardedIsWalkedFromTheRight(String lines, String client, int port, String scheme) {
    MultiMap headers = headers("forwarded", lines.replace(" ; for=10", "\u0000for=10"));

    Client found = believing.find(address("10.0.0.1"), 5, false, headers);

    assertThat(found.text()).isEqualTo(client);
    assertThat(found.port()).isEqualTo(port);
    assertThat(found.scheme()).isEqualTo(scheme);
  }

  @ParameterizedTest(name = "{0} with {1} on a connection secure={2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                          | https       | false | https
          -                          | http        | true  | http
          203.0.113.9                | https       | false | https
          203.0.113.9                | HTTPS       | false | https
          203.0.113.9                | wss         | false | https
          203.0.113.9                | ws          | true  | http
          203.0.113.9                | http        | true  | http
          203.0.113.9                | -           | true  | https
          203.0.113.9                | -           | false | http
          203.0.113.9                | gopher      | true  | https
          203.0.113.9                | gopher      | false | http
          203.0.113.9                | http, https | false | https
          203.0.113.9, 10.0.0.2      | https, http | false | https
          203.0.113.9, 10.0.0.2      | https       | false | https
          203.0.113.9, 10.0.0.2      | http, https, http | false | https
          """)
  void theSchemeIsThatOfTheClientsOwnConnection(
      String forwardedFor, String proto, boolean secure, String scheme) {
    MultiMap headers = headers("x-forwarded-for", forwardedFor);
    headers.addAll(headers("x-forwarded-proto", proto));

    Client found = believing.find(address("10.0.0.1"), 5, secure, headers);

    assertThat(found.scheme()).isEqualTo(scheme);
    assertThat(found.trustedPeer()).isTrue();
  }

  @Test
  void xForwardedForWinsOverForwarded() {
    MultiMap headers = headers("x-forwarded-for", "203.0.113.9");
    headers.add("forwarded", "for=192.0.2.66;proto=https");

    Client found = believing.find(address("10.0.0.1"), 5, false, headers);

    assertThat(found.text()).isEqualTo("203.0.113.9");
    assertThat(found.secure()).isFalse();
  }

  @Test
  void aUnixPeerIsBelievedOnlyWhereThatIsWanted() {
    MultiMap headers = headers("x-forwarded-for", "203.0.113.9");
    headers.add("x-forwarded-proto", "https");

    Client found = wary.find(null, 0, false, headers);

    assertThat(found).isEqualTo(new Client(null, 0, false, false));
  }

  @Test
  void nothingAStrangerSaysCounts() {
    MultiMap headers = headers("x-forwarded-for", "127.0.0.1");
    headers.add("x-forwarded-proto", "https").add("forwarded", "for=127.0.0.1;proto=https");
    InetAddress stranger = address("198.51.100.7");

    assertThat(believing.find(stranger, 5, false, headers))
        .isEqualTo(new Client(stranger, 5, false, false));
  }

  /** Header lines; a lone semicolon separates two of them. */
  private static MultiMap headers(String name, String lines) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (lines != null) {
      for (String line : lines.split(name.equals("forwarded") ? "\u0000" : " ; ", -1)) {
        headers.add(name, line.strip());
      }
    }
    return headers;
  }

  private static boolean isProxy(InetAddress address) {
    String text = IpLiteral.text(address);
    return text.startsWith("10.") || text.equals("127.0.0.1") || text.startsWith("fd00:");
  }

  private static InetAddress address(String text) {
    return text.equals("unix") ? null : IpLiteral.parse(text);
  }
}
