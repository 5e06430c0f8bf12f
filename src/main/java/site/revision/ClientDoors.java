package site.revision;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.Network;
import site.tls.ClientHello;
import site.tls.ClientTrust;

/**
 * What is asked of clients by the host they connect for, found as requests find their site: exact,
 * then one-label wildcard, then default. Who names no host comes for the address.
 */
record ClientDoors(
    Map<String, Optional<ClientTrust>> byHost, Map<InetAddress, Optional<ClientTrust>> byAddress) {

  static ClientDoors of(Map<String, Optional<ClientTrust>> byHost) {
    Map<InetAddress, Optional<ClientTrust>> byAddress = new HashMap<>();
    byHost.forEach(
        (host, trust) ->
            Optional.ofNullable(Network.literal(host)).ifPresent(ip -> byAddress.put(ip, trust)));
    return new ClientDoors(byHost, byAddress);
  }

  Optional<ClientTrust> find(ClientHello hello) {
    return hello
        .serverName()
        .flatMap(this::named)
        .or(() -> hello.localAddress().flatMap(a -> Optional.ofNullable(byAddress.get(a))))
        .or(() -> Optional.ofNullable(byHost.get("*")))
        .flatMap(trust -> trust);
  }

  private Optional<Optional<ClientTrust>> named(String host) {
    int dot = Math.max(0, host.indexOf('.'));
    return Stream.of(host, "*" + host.substring(dot), "*")
        .map(byHost::get)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
