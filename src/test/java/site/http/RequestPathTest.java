package site.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestPathTest {

  static Stream<Arguments> paths() {
    return Table.of(
        """
        /                       /                       /
        /a                      /a                      /a
        /a/                     /a/                     /a/
        /a/b.html               /a/b.html               /a/b.html
        /A/b                    /A/b                    /A/b
        /a-b_c.d~e              /a-b_c.d~e              /a-b_c.d~e
        /!$&'()*+,;=:@          /!$&'()*+,;=:@          /!$&'()*+,;=:@
        /a+b                    /a+b                    /a+b
        /a;v=1/b                /a;v=1/b                /a;v=1/b
        //                      /                       /
        //a                     /a                      /a
        ////a//b///             /a//b///                /a//b///
        //evil.example/x        /evil.example/x         /evil.example/x
        /a//b                   /a//b                   /a//b
        /.                      /                       /
        /./                     /                       /
        /./a                    /a                      /a
        /.//a                   /a                      /a
        /a/.                    /a/                     /a/
        /a/./b                  /a/b                    /a/b
        /a/..                   /                       /
        /a/../                  /                       /
        /a/../b                 /b                      /b
        /a/..//b                /b                      /b
        /a/b/..                 /a/                     /a/
        /a/b/../../c            /c                      /c
        /a//../b                /a/b                    /a/b
        /a//..                  /a/                     /a/
        /...                    /...                    /...
        /..a                    /..a                    /..a
        /a..                    /a..                    /a..
        /.a                     /.a                     /.a
        /.well-known/x          /.well-known/x          /.well-known/x
        /a/.hidden              /a/.hidden              /a/.hidden
        /%2e                    /                       /
        /%2E/a                  /a                      /a
        /a/%2e%2e/b             /b                      /b
        /a/.%2e/b               /b                      /b
        /a/%2e./b               /b                      /b
        /%2e%2e%2e              /...                    /...
        /%61%62c                /abc                    /abc
        /%7Euser                /~user                  /~user
        /%7euser                /~user                  /~user
        /%2D%5F%30              /-_0                    /-_0
        /a%2fb                  /a%2Fb                  /a%2Fb
        /a%2Fb                  /a%2Fb                  /a%2Fb
        /a%2F..%2Fb             /a%2F..%2Fb             /a%2F..%2Fb
        /a%2F%2e%2e%2Fb         /a%2F..%2Fb             /a%2F..%2Fb
        /..%2fb                 /..%2Fb                 /..%2Fb
        /%2f                    /%2F                    /%2F
        /a%252Fb                /a%252Fb                /a%2Fb
        /a%25b                  /a%25b                  /a%b
        /a%252e%252e/b          /a%252e%252e/b          /a%2e%2e/b
        /a%2Bb+c                /a%2Bb+c                /a+b+c
        /a%26%3d%3B             /a%26%3D%3B             /a&=;
        /a%3Ab:c                /a%3Ab:c                /a:b:c
        /a%3Fb                  /a%3Fb                  /a?b
        /a%23b                  /a%23b                  /a#b
        /a%20b                  /a%20b                  /a b
        /a%22b                  /a%22b                  /a"b
        /%c3%a9                 /%C3%A9                 /\\xE9
        /%C3%A9t%C3%A9          /%C3%A9t%C3%A9          /\\xE9t\\xE9
        /%E2%82%AC              /%E2%82%AC              /\\x20AC
        /%E9                    /%E9                    /\\xFFFD
        /%C0%AF                 /%C0%AF                 /\\xFFFD\\xFFFD
        /%C0%AE%C0%AE/          /%C0%AE%C0%AE/          /\\xFFFD\\xFFFD\\xFFFD\\xFFFD/
        /%5C                    /%5C                    /\\x5C
        /..%5Ca                 /..%5Ca                 /..\\x5Ca
        /a\\x5Cb                /a%5Cb                  /a\\x5Cb
        /..\\x5C..\\x5Ca        /..%5C..%5Ca            /..\\x5C..\\x5Ca
        /a[1]                   /a%5B1%5D               /a[1]
        /a|b^c`d                /a%7Cb%5Ec%60d          /a|b^c`d
        /{a}<b>"c"              /%7Ba%7D%3Cb%3E%22c%22  /{a}<b>"c"
        /a/b/c/../../d/./e%41   /a/d/eA                 /a/d/eA
        """);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("paths")
  void bothFormsOfAPathSayTheSame(String raw, String encoded, String decoded) {
    RequestPath path = RequestPath.parse(raw);

    assertThat(path).isEqualTo(new RequestPath(encoded, decoded));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("paths")
  void aNormalPathStaysAsItIs(String raw, String encoded, String decoded) {
    RequestPath path = RequestPath.parse(encoded);

    assertThat(path).isEqualTo(new RequestPath(encoded, decoded));
  }

  static Stream<Arguments> refusedPaths() {
    return Table.of(
        """
        ''              slash
        a               slash
        *               slash
        ?               slash
        /..             above the root
        /../            above the root
        /../a           above the root
        //..            above the root
        /a/../..        above the root
        /a/..//../b     above the root
        /./..           above the root
        /%2e%2e         above the root
        /%2e./a         above the root
        /%              escape
        /%a             escape
        /a%2            escape
        /%zz            escape
        /%2g            escape
        /%%41           escape
        /%u0041         escape
        /%-1            escape
        /%+1            escape
        /% 1            escape
        /%00            control
        /a%00.html      control
        /%01            control
        /%09            control
        /%0a            control
        /%0D%0Ax        control
        /%1F            control
        /%7f            control
        /a\\x00b        must be escaped
        /a\\x01b        must be escaped
        /a\\x09b        must be escaped
        /a\\x0Ab        must be escaped
        /a\\x0Db        must be escaped
        /a\\x20b        must be escaped
        /a\\x7Fb        must be escaped
        /a\\x80b        must be escaped
        /\\xE9          must be escaped
        /\\xFF          must be escaped
        /\\x20AC        must be escaped
        /a#b            must be escaped
        /#              must be escaped
        """);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("refusedPaths")
  void aPathWithoutClearMeaningIsRefused(String raw, String reason) {
    assertThatThrownBy(() -> RequestPath.parse(raw))
        .isInstanceOfSatisfying(
            HttpFailure.class, failure -> assertThat(failure.status()).isEqualTo(400))
        .hasMessageStartingWith("path: ")
        .hasMessageContaining(reason);
  }

  static Stream<Arguments> prefixes() {
    return Table.of(
        """
        /api/x          /api    /x          /x
        /api            /api    /           /
        /api/           /api    /           /
        /api//x         /api    /x          /x
        /api/x//y       /api    /x//y       /x//y
        /apix           /api    /apix       /apix
        /x/api          /api    /x/api      /x/api
        /api/x          /       /api/x      /api/x
        /api/x          ''      /api/x      /api/x
        /a/b/c%20d      /a/b    /c%20d      /c d
        /a%20b/c        /a b    /c          /c
        /a%2Fb/c        /a%2Fb  /c          /c
        """);
  }

  @ParameterizedTest(name = "{0} below {1}")
  @MethodSource("prefixes")
  void whatIsBelowAPrefixBeginsWithOneSlash(
      String raw, String prefix, String encoded, String decoded) {
    RequestPath below = RequestPath.parse(raw).below(prefix);

    assertThat(below).isEqualTo(new RequestPath(encoded, decoded));
  }
}
