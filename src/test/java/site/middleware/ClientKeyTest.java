package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.Network;

class ClientKeyTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,      192.0.2.1,          true",
    "192.0.2.1,      192.0.2.2,          false",
    "192.0.2.1,      ::ffff:192.0.2.1,   true",
    "2001:db8::1,    2001:db8::ffff:1,   true",
    "2001:db8::1,    2001:db8:0:1::1,    false",
    "2001:db8:1::1,  2001:db8:1:0:5::9,  true",
  })
  void anAddressOrTheNetworkOfOneCustomerIsOneClient(String one, String other, boolean same) {
    assertThat(ClientKey.of(Network.literal(one)).equals(ClientKey.of(Network.literal(other))))
        .isEqualTo(same);
  }
}
