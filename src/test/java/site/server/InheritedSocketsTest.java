package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.Address;
import site.config.Network;

class InheritedSocketsTest {

  @ParameterizedTest
  @CsvSource({
    "42, 2,    2",
    "42, 0,    0",
    "42,,      0",
    ",   2,    0",
    "41, 2,    0",
    "42, -1,   0",
    "42, many, 0",
  })
  void onlySocketsMeantForThisProcessAreTaken(String pid, String count, int expected) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LISTEN_PID", pid);
    environment.put("LISTEN_FDS", count);

    assertThat(InheritedSockets.count(environment::get, 42)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80,  3",
    "127.0.0.2, 80,  -1",
    "127.0.0.1, 81,  -1",
    "::1,       80,  4",
    "'',        443, 5",
    "0.0.0.0,   443, -1",
    "'',        80,  -1",
    "'',        0,   -1",
  })
  void aSocketIsForTheListenerOfItsAddress(String host, int port, int expected) {
    var sockets =
        new InheritedSockets(
            Map.of(
                3, at("127.0.0.1", 80),
                4, at("::1", 80),
                5, at("::", 443)));

    assertThat(sockets.descriptor(new Address.Tcp(host, port))).isEqualTo(expected);
  }

  @Test
  void unixSocketsAreAlwaysOurOwn() {
    var sockets = new InheritedSockets(Map.of(3, at("127.0.0.1", 80)));

    assertThat(sockets.descriptor(new Address.Unix(Path.of("/run/site.sock")))).isEqualTo(-1);
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(Network.literal(address), port);
  }
}
