package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorityTest {

  static Stream<Arguments> authorities() {
    return Table.of(
        """
        example.com              example.com      -1
        EXAMPLE.Com              example.com      -1
        example.com.             example.com      -1
        example.com:             example.com      -1
        example.com:80           example.com      80
        example.com.:8080        example.com      8080
        example.com:65535        example.com      65535
        example.com:00080        example.com      80
        localhost                localhost        -1
        x                        x                -1
        my_service               my_service       -1
        _dmarc.example.com       _dmarc.example.com  -1
        -a-.b-                   -a-.b-           -1
        xn--bcher-kva.example    xn--bcher-kva.example  -1
        192.0.2.1                192.0.2.1        -1
        192.0.2.1:8443           192.0.2.1        8443
        [::1]                    ::1              -1
        [::1]:8443               ::1              8443
        [::1]:                   ::1              -1
        [2001:DB8:0:0:0:0:0:1]   2001:db8::1      -1
        [0:0:0:0:0:0:0:1]:80     ::1              80
        [::ffff:192.0.2.1]       192.0.2.1        -1
        """);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("authorities")
  void anAuthorityIsReadInNormalForm(String text, String host, int port) {
    assertThat(Authority.parse(text)).contains(new Authority(host, port));
  }

  static Stream<Arguments> refusedAuthorities() {
    return Table.of(
        """
        ''
        \\x20
        .
        ..
        :80
        .:80
        .example.com
        example..com
        example.com..
        a/b
        a/b@c
        user@example.com
        user:secret@example.com
        @example.com
        exa mple.com
        example.com, evil.example
        example.com,evil.example
        example.com\\x00
        example.com\\x09
        \\xE9.example
        %65xample.com
        exa%mple.com
        ex*mple.com
        *.example.com
        ex!mple
        ex~mple
        example.com?
        example.com#
        example.com\\x5C
        example.com:0
        example.com:65536
        example.com:99999
        example.com:000080
        example.com:-1
        example.com:+80
        example.com:8o
        example.com:80:80
        example.com:80/
        example.com::80
        ::1
        2001:db8::1
        [
        []
        []:80
        [::1
        ::1]
        [::1]x
        [::1]80
        [::1]:x
        [[::1]]
        [::1]]
        [192.0.2.1]
        [example.com]
        [fe80::1%eth0]
        [fe80::1%25eth0]
        [v1.x]
        [1::2::3]
        http://example.com
        """);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("refusedAuthorities")
  void whatIsNoAuthorityIsRefused(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void aNameHasAtMost253Characters(String name, boolean accepted) {
    assertThat(Authority.parse(name).isPresent()).isEqualTo(accepted);
  }

  static Stream<Arguments> lengths() {
    return Stream.of(
        Arguments.of("a".repeat(253), true),
        Arguments.of("a".repeat(253) + ".", true),
        Arguments.of("a".repeat(254), false));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("written")
  void anAuthorityIsWrittenAsItCanBeReadAgain(String text, String written) {
    assertThat(Authority.parse(text).orElseThrow()).hasToString(written);
  }

  static Stream<Arguments> written() {
    return Table.of(
        """
        EXAMPLE.com:443   example.com:443
        example.com       example.com
        [0::1]            [::1]
        [0::1]:80         [::1]:80
        """);
  }
}
