package site.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostCheckTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:9180, true",
    "127.0.0.1, true",
    "127.0.0.1:9180, true",
    "10.0.0.5:9180, true",
    "[::1], true",
    "[::1]:9180, true",
    "rebound.example, false",
    "localhost.rebound.example:9180, false",
    "127.0.0.1.nip.io, false",
    "1.2.3.4.5, false",
    "[rebound.example], false",
    "'', false",
    ", false"
  })
  void namesThatAnotherDnsCouldPointHereAreNotOurs(String host, boolean ours) {
    assertThat(HostCheck.isOurs(host)).isEqualTo(ours);
  }
}
