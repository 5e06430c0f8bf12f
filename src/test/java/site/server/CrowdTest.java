package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import site.config.LimitsConfig;

class CrowdTest {
  private static final LimitsConfig THREE_AND_TWO_OF_EACH =
      new LimitsConfig(
          1, 1, 1, Duration.ZERO, 0, Duration.ZERO, 3, Optional.of(2), Optional.empty(), 1);

  private final Crowd crowd = new Crowd();

  @Test
  void aClientHasItsPlacesAndAllHaveTheirs() throws Exception {
    assertThat(enter("192.0.2.1")).isEmpty();
    assertThat(enter("192.0.2.1")).isEmpty();
    assertThat(enter("192.0.2.1")).contains(Limit.CONNECTIONS_PER_CLIENT);
    assertThat(enter("192.0.2.2")).isEmpty();
    assertThat(enter("192.0.2.3")).contains(Limit.CONNECTIONS);
    crowd.leave(client("192.0.2.1"));
    assertThat(enter("192.0.2.1")).isEmpty();
  }

  @Test
  void addressesOfOneSlash64AreOneClient() throws Exception {
    assertThat(enter("2001:db8:0:1::1")).isEmpty();
    assertThat(enter("2001:db8:0:1:ffff::2")).isEmpty();
    assertThat(enter("2001:db8:0:1::3")).contains(Limit.CONNECTIONS_PER_CLIENT);
    assertThat(enter("2001:db8:0:2::1")).isEmpty();
  }

  @Test
  void whoHasNoAddressCountsAmongAllOnly() {
    for (int i = 0; i < 3; i++) {
      assertThat(crowd.enter(Optional.empty(), THREE_AND_TWO_OF_EACH)).isEmpty();
    }
    assertThat(crowd.enter(Optional.empty(), THREE_AND_TWO_OF_EACH)).contains(Limit.CONNECTIONS);
  }

  private Optional<Limit> enter(String address) throws UnknownHostException {
    return crowd.enter(client(address), THREE_AND_TWO_OF_EACH);
  }

  private static Optional<InetAddress> client(String address) throws UnknownHostException {
    return Optional.of(InetAddress.getByName(address));
  }
}
