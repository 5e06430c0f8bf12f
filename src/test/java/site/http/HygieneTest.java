package site.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths and authorities have tables of their own: {@link RequestPathTest}, AuthorityTest. */
class HygieneTest {
  private static final Authority LOCAL = new Authority("127.0.0.1", 8080);

  /** Version, method, target, {@code :authority}, header fields; authority, path, query found. */
  static Stream<Arguments> accepted() {
    return Table.of(
        """
        1.1  GET      /                       -      Host:x               x          /      -
        1.1  GET      /a?b                    -      Host:x               x          /a     b
        1.1  GET      /a?                     -      Host:x               x          /a     ''
        1.1  GET      /?a?b                   -      Host:x               x          /      a?b
        1.1  GET      /a?../%zz//%00[]{}|^\\x5C"  -  Host:x               x          /a     ../%zz//%00[]{}|^\\x5C"
        1.1  GET      /a%3Fb?c                -      Host:x               x          /a%3Fb  c
        1.1  GET      //evil/x                -      Host:x               x          /evil/x  -
        1.1  GET      /                       -      Host:X.example.:80   x.example:80  /   -
        1.1  GET      /                       -      Host:[::1]:8443      [::1]:8443  /     -
        1.1  GET      /                       -      host:x               x          /      -
        1.1  POST     /                       -      Host:x|Transfer-Encoding:chunked  x  /  -
        1.1  POST     /                       -      Host:x|transfer-encoding:Chunked  x  /  -
        1.1  POST     /                       -      Host:x|Expect:100-continue        x  /  -
        1.1  POST     /                       -      Host:x|expect:100-Continue        x  /  -
        1.1  OPTIONS  *                       -      Host:x               x          *      -
        1.1  OPTIONS  /a                      -      Host:x               x          /a     -
        1.1  PROPFIND  /a                     -      Host:x               x          /a     -
        1.1  GET      http://y/a?b            -      Host:x               y          /a     b
        1.1  GET      http://y                -      Host:x               y          /      -
        1.1  GET      http://y?b              -      Host:x               y          /      b
        1.1  GET      http://y/               -      Host:x               y          /      -
        1.1  GET      HTTPS://Y.:443/a        -      Host:x               y:443      /a     -
        1.1  GET      http://[::1]:80/a       -      Host:x               [::1]:80   /a     -
        1.1  GET      http://y//a/../b        -      Host:x               y          /b     -
        1.1  GET      http://y/a?http://z/    -      Host:x               y          /a     http://z/
        1.1  GET      /http://y/              -      Host:x               x          /http://y/  -
        1.0  GET      /                       -      ''                   127.0.0.1:8080  /  -
        1.0  GET      /                       -      Host:x               x          /      -
        1.0  GET      http://y/               -      ''                   y          /      -
        1.0  POST     /                       -      Expect:100-continue  127.0.0.1:8080  /  -
        2    GET      /                       x      ''                   x          /      -
        2    GET      /a?b                    X.:443  ''                  x:443      /a     b
        2    GET      /                       x      host:x               x          /      -
        2    GET      /                       X      host:x.              x          /      -
        2    GET      /                       -      host:x               x          /      -
        2    OPTIONS  *                       x      ''                   x          *      -
        2    POST     /                       x      expect:100-continue  x          /      -
        3    GET      /                       x      ''                   x          /      -
        """);
  }

  @ParameterizedTest(name = "HTTP/{0} {1} {2} {3} {4}")
  @MethodSource("accepted")
  void aRequestWithOneMeaningMayEnter(
      String version,
      String method,
      String target,
      String pseudo,
      String fields,
      String authority,
      String path,
      String query) {
    RequestTarget found =
        Hygiene.examine(version(version), method, target, absent(pseudo), headers(fields), LOCAL);

    assertThat(found.authority()).hasToString(authority);
    assertThat(found.path().encoded()).isEqualTo(path);
    assertThat(found.query()).isEqualTo(absent(query));
  }

  /** The last columns: status and what the reason speaks of. */
  static Stream<Arguments> refused() {
    return Table.of(
        """
        1.1  GET      /                -      ''                           400  host: missing
        1.1  GET      /                -      Host:                        400  host: not
        1.1  GET      /                -      Host:a|Host:b                400  host: more than one
        1.1  GET      /                -      Host:a|Host:a                400  host: more than one
        1.1  GET      /                -      Host:a|host:b                400  host: more than one
        1.1  GET      /                -      Host:a/b@c                   400  host: not
        1.1  GET      /                -      Host:user@x                  400  host: not
        1.1  GET      /                -      Host:x:y                     400  host: not
        1.1  GET      /                -      Host:x b                     400  host: not
        1.0  GET      /                -      Host:                        400  host: not
        1.0  GET      /                -      Host:a|Host:b                400  host: more than one
        1.1  GET      /                -      Host:x|:a                    400  without a name
        1.0  GET      /                -      :a                           400  without a name
        1.1  POST     /                -      Host:x|Transfer-Encoding:gzip, chunked                     501  transfer-encoding
        1.1  POST     /                -      Host:x|Transfer-Encoding:gzip|Transfer-Encoding:chunked    501  transfer-encoding
        1.1  POST     /                -      Host:x|Transfer-Encoding:chunked|Transfer-Encoding:chunked  501  transfer-encoding
        1.1  POST     /                -      Host:x|Transfer-Encoding:chunked, chunked                  501  transfer-encoding
        1.1  POST     /                -      Host:x|Transfer-Encoding:chunked,                          501  transfer-encoding
        1.1  POST     /                -      Host:x|Transfer-Encoding:\\x20chunked                      501  transfer-encoding
        1.1  POST     /                -      Host:x|Transfer-Encoding:                                  501  transfer-encoding
        1.1  POST     /                -      Host:x|Transfer-Encoding:identity                          501  transfer-encoding
        1.0  POST     /                -      Host:x|Transfer-Encoding:chunked                           400  transfer-encoding
        2    POST     /                x      transfer-encoding:chunked    400  transfer-encoding
        3    POST     /                x      transfer-encoding:chunked    400  transfer-encoding
        1.1  POST     /                -      Host:x|Expect:foo            417  expect
        1.1  POST     /                -      Host:x|Expect:               417  expect
        1.1  POST     /                -      Host:x|Expect:100-continue, foo  417  expect
        2    POST     /                x      expect:foo                   417  expect
        1.1  CONNECT  x:443            -      Host:x                       501  CONNECT
        1.1  CONNECT  /                -      Host:x                       501  CONNECT
        2    CONNECT  ''               x      ''                           501  CONNECT
        1.1  TRACE    /                -      Host:x                       501  TRACE
        1.1  GET      x:80             -      Host:x                       400  target
        1.1  GET      x                -      Host:x                       400  target
        1.1  GET      ''               -      Host:x                       400  target
        1.1  GET      *                -      Host:x                       400  target
        1.1  OPTIONS  **               -      Host:x                       400  target
        1.1  OPTIONS  *?a              -      Host:x                       400  target
        1.1  GET      ?a               -      Host:x                       400  target
        1.1  GET      #a               -      Host:x                       400  target
        1.1  GET      \\x5Ca           -      Host:x                       400  target
        1.1  GET      ftp://y/a        -      Host:x                       400  target
        1.1  GET      http:/y/a        -      Host:x                       400  target
        1.1  GET      http:y           -      Host:x                       400  target
        1.1  GET      http://          -      Host:x                       400  host: not
        1.1  GET      http:///a        -      Host:x                       400  host: not
        1.1  GET      http://?a        -      Host:x                       400  host: not
        1.1  GET      http://u@y/      -      Host:x                       400  host: not
        1.1  GET      http://y:0/      -      Host:x                       400  host: not
        1.1  GET      http://y#a       -      Host:x                       400  host: not
        1.1  GET      http://y\\x5C@z/  -     Host:x                       400  host: not
        1.1  GET      http://y/..      -      Host:x                       400  path: leads
        1.1  GET      http://y/        -      ''                           400  host: missing
        1.1  GET      http://y/        -      Host:a|Host:b                400  host: more than one
        1.1  GET      http://y/        -      Host:a b                     400  host: not
        1.1  GET      /a\\x00b         -      Host:x                       400  path
        1.1  GET      /a#b             -      Host:x                       400  path
        1.1  GET      /\\xE9           -      Host:x                       400  path
        1.1  GET      /%               -      Host:x                       400  path
        1.1  GET      /..?a            -      Host:x                       400  path
        1.1  GET      /a?\\x00         -      Host:x                       400  query
        1.1  GET      /a?\\x09         -      Host:x                       400  query
        1.1  GET      /a?b\\x20c       -      Host:x                       400  query
        1.1  GET      /a?\\x7F         -      Host:x                       400  query
        1.1  GET      /a?\\xE9         -      Host:x                       400  query
        1.1  GET      /a?b#c           -      Host:x                       400  query
        2    GET      /                -      ''                           400  host: missing
        2    GET      /                x      host:y                       400  host: differs
        2    GET      /                x      host:x:443                   400  host: differs
        2    GET      /                x      host:                        400  host: not
        2    GET      /                x      host:x|host:x                400  host: more than one
        2    GET      /                u@x    ''                           400  host: not
        2    GET      /                ''     ''                           400  host: not
        2    GET      http://x/        x      ''                           400  target
        2    GET      *                x      ''                           400  target
        2    GET      a                x      ''                           400  target
        2    GET      ''               x      ''                           400  target
        2    GET      /a\\x20b         x      ''                           400  path
        2    GET      /a\\x0Db         x      ''                           400  path
        """);
  }

  @ParameterizedTest(name = "HTTP/{0} {1} {2} {3} {4}")
  @MethodSource("refused")
  void aRequestThatCouldMeanTwoThingsIsRefused(
      String version,
      String method,
      String target,
      String pseudo,
      String fields,
      int status,
      String reason) {
    assertThatThrownBy(
            () ->
                Hygiene.examine(
                    version(version), method, target, absent(pseudo), headers(fields), LOCAL))
        .isInstanceOfSatisfying(
            HttpFailure.class, failure -> assertThat(failure.status()).isEqualTo(status))
        .hasMessageContaining(reason);
  }

  @Test
  void anOrdinaryPathIsNotCopied() {
    String target = "/images/logo.png";

    RequestPath path =
        Hygiene.examine(HttpVersion.HTTP_1_1, "GET", target, null, headers("Host:x"), LOCAL).path();

    assertThat(path.encoded()).isSameAs(target);
    assertThat(path.decoded()).isSameAs(target);
  }

  private static HttpVersion version(String number) {
    return switch (number) {
      case "1.0" -> HttpVersion.HTTP_1_0;
      case "1.1" -> HttpVersion.HTTP_1_1;
      case "2" -> HttpVersion.HTTP_2;
      default -> HttpVersion.HTTP_3;
    };
  }

  private static String absent(String column) {
    return column.equals("-") ? null : column;
  }

  private static MultiMap headers(String fields) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String field : fields.isEmpty() ? new String[0] : fields.split("\\|", -1)) {
      int colon = field.indexOf(':');
      headers.add(field.substring(0, colon), field.substring(colon + 1));
    }
    return headers;
  }
}
