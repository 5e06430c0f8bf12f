package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.ActionConfig.ForwardedHeaders;
import site.proxy.ForwardedFields.Origin;

class ForwardedFieldsTest {
  private static final String TABLE =
      """
      # mode   | peer      | client      | prefix | received                                          | written
      # a client that came directly: what it says of itself is dropped
      X        | 192.0.2.1 | 192.0.2.1   |        |                                                   | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | x-forwarded-for: 10.0.0.1                         | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | x-real-ip: 10.0.0.1                               | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | x-forwarded-proto: http                           | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | x-forwarded-host: evil.example                    | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | x-forwarded-port: 1                               | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | x-forwarded-prefix: /evil                         | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | x-forwarded-ssl: on                               | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   |        | forwarded: for=10.0.0.1                           | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | 192.0.2.1 | 192.0.2.1   | /api   |                                                   | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443 prefix=/api
      X        | 192.0.2.1 | 192.0.2.1   | /api   | x-forwarded-prefix: /evil                         | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443 prefix=/api
      X        | 2001:db8::1 | 2001:db8::1 |      |                                                   | for=2001:db8::1 ip=2001:db8::1 proto=https host=a.example port=443
      # a proxy we trust: its list goes on, its own address behind it
      X        | *10.0.0.9 | 192.0.2.1   |        | x-forwarded-for: 192.0.2.1                        | for=192.0.2.1, 10.0.0.9 ip=192.0.2.1 proto=https host=a.example port=443
      X        | *10.0.0.9 | 192.0.2.1   |        | x-forwarded-for: 192.0.2.1, 10.0.0.8              | for=192.0.2.1, 10.0.0.8, 10.0.0.9 ip=192.0.2.1 proto=https host=a.example port=443
      X        | *10.0.0.9 | 192.0.2.1   |        | x-forwarded-for: 192.0.2.1; x-forwarded-for: 10.0.0.8 | for=192.0.2.1, 10.0.0.8, 10.0.0.9 ip=192.0.2.1 proto=https host=a.example port=443
      X        | *10.0.0.9 | 10.0.0.9    |        |                                                   | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=443
      X        | *10.0.0.9 | 192.0.2.1   |        | forwarded: for=192.0.2.1                          | forwarded=for=192.0.2.1 for=192.0.2.1, 10.0.0.9 ip=192.0.2.1 proto=https host=a.example port=443
      X        | *10.0.0.9 | 192.0.2.1   |        | x-forwarded-for: 192.0.2.1; x-real-ip: 9.9.9.9    | for=192.0.2.1, 10.0.0.9 ip=192.0.2.1 proto=https host=a.example port=443
      X        | *10.0.0.9 | 10.0.0.9    |        | x-forwarded-proto: http                           | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=443
      X        | *10.0.0.9 | 10.0.0.9    |        | x-forwarded-host: www.example                     | for=10.0.0.9 ip=10.0.0.9 proto=https host=www.example port=443
      X        | *10.0.0.9 | 10.0.0.9    |        | x-forwarded-port: 8443                            | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=8443
      X        | *10.0.0.9 | 10.0.0.9    | /in    | x-forwarded-prefix: /out                          | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=443 prefix=/out/in
      X        | *10.0.0.9 | 10.0.0.9    | /in    | x-forwarded-prefix: /out/                         | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=443 prefix=/out/in
      X        | *10.0.0.9 | 10.0.0.9    |        | x-forwarded-prefix: /out                          | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=443 prefix=/out
      X        | *10.0.0.9 | 10.0.0.9    | /in    | x-forwarded-prefix: https://evil                  | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=443 prefix=/in
      X        | *10.0.0.9 | 10.0.0.9    |        | X-Forwarded-Ssl: on                               | for=10.0.0.9 ip=10.0.0.9 proto=https host=a.example port=443 ssl=on
      # a peer on a Unix socket has no address
      X        |           |             |        | x-forwarded-for: 10.0.0.1                         | proto=https host=a.example port=443
      X        | *         | 192.0.2.1   |        | x-forwarded-for: 192.0.2.1                        | for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443
      X        | *         |             |        |                                                   | proto=https host=a.example port=443
      # RFC 7239
      RFC7239  | 192.0.2.1 | 192.0.2.1   |        |                                                   | forwarded=for=192.0.2.1;host=a.example;proto=https
      RFC7239  | 192.0.2.1 | 192.0.2.1   |        | forwarded: for=10.0.0.1                           | forwarded=for=192.0.2.1;host=a.example;proto=https
      RFC7239  | 192.0.2.1 | 192.0.2.1   |        | x-forwarded-for: 10.0.0.1                         | forwarded=for=192.0.2.1;host=a.example;proto=https
      RFC7239  | 2001:db8::1 | 2001:db8::1 |      |                                                   | forwarded=for="[2001:db8::1]";host=a.example;proto=https
      RFC7239  |           |             |        |                                                   | forwarded=for=unknown;host=a.example;proto=https
      RFC7239  | *10.0.0.9 | 192.0.2.1   |        | forwarded: for=192.0.2.1                          | forwarded=for=192.0.2.1, for=10.0.0.9;host=a.example;proto=https
      RFC7239  | *10.0.0.9 | 192.0.2.1   |        | forwarded: for=192.0.2.1; forwarded: for=_hidden  | forwarded=for=192.0.2.1, for=_hidden, for=10.0.0.9;host=a.example;proto=https
      RFC7239  | *10.0.0.9 | 192.0.2.1   |        | x-forwarded-for: 192.0.2.1                        | forwarded=for=192.0.2.1;host=a.example;proto=https for=192.0.2.1
      # both, and neither
      BOTH     | 192.0.2.1 | 192.0.2.1   | /api   |                                                   | forwarded=for=192.0.2.1;host=a.example;proto=https for=192.0.2.1 ip=192.0.2.1 proto=https host=a.example port=443 prefix=/api
      OFF      | 192.0.2.1 | 192.0.2.1   | /api   | x-forwarded-for: 10.0.0.1; forwarded: for=10.0.0.1 |
      OFF      | *10.0.0.9 | 192.0.2.1   |        | x-forwarded-for: 192.0.2.1                        | for=192.0.2.1
      """;

  @ParameterizedTest(name = "{0} {1} {4}")
  @CsvSource(textBlock = TABLE, delimiter = '|', quoteCharacter = '`')
  void tellsTheTargetWhoTheClientIs(
      ForwardedHeaders mode,
      String peer,
      String client,
      String prefix,
      String received,
      String written) {
    boolean trusted = peer != null && peer.startsWith("*");
    String address = trusted ? peer.substring(1) : peer;
    Origin origin =
        new Origin(
            client,
            address == null || address.isEmpty() ? null : address,
            trusted,
            "https",
            "a.example",
            443,
            prefix == null ? "" : prefix);
    MultiMap to = MultiMap.caseInsensitiveMultiMap();

    ForwardedFields.write(mode, origin, fields(received), to);

    assertThat(text(to)).isEqualTo(written == null ? "" : written);
  }

  @Test
  void quotesAHostWithAPort() {
    Origin origin = new Origin("192.0.2.1", "192.0.2.1", false, "http", "a.example:81", 81, "");

    String chain = Forwarded.chain(origin, List.of());

    assertThat(chain).isEqualTo("for=192.0.2.1;host=\"a.example:81\";proto=http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-forwarded-for",
        "x-forwarded-by",
        "x-forwarded-anything",
        "x-real-ip",
        "forwarded"
      })
  void decidesAboutThese(String name) {
    assertThat(ForwardedFields.isOne(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-forward", "x-real", "forwarded-for", "x-env"})
  void leavesTheOthersAlone(String name) {
    assertThat(ForwardedFields.isOne(name)).isFalse();
  }

  private static MultiMap fields(String text) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    if (text != null) {
      for (String field : text.split("; ", -1)) {
        fields.add(field.split(": ", 2)[0], field.split(": ", 2)[1]);
      }
    }
    return fields;
  }

  /** All that was written, shortened, in one fixed order. */
  private static String text(MultiMap to) {
    List<String> parts = new ArrayList<>();
    add(parts, "forwarded", to.getAll("forwarded"));
    add(parts, "for", to.getAll("x-forwarded-for"));
    add(parts, "ip", to.getAll("x-real-ip"));
    for (String name : List.of("proto", "host", "port", "prefix", "ssl")) {
      add(parts, name, to.getAll("x-forwarded-" + name));
    }
    assertThat(to.names()).hasSize(parts.size());
    return String.join(" ", parts);
  }

  private static void add(List<String> parts, String name, List<String> values) {
    values.forEach(value -> parts.add(name + "=" + value));
  }
}
