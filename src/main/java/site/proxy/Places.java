package site.proxy;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What a name leads to.
 *
 * @param endpoints at least one, each once
 * @param ttl how long it is good, by the record that lasts shortest
 */
record Places(List<Endpoint> endpoints, Duration ttl) {
  /** In an order of its own, so that equal answers are equal: IPv4 before IPv6. */
  Places {
    endpoints =
        endpoints.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt(Endpoint::rank)
                    .thenComparing(endpoint -> endpoint.address().getAddress().length)
                    .thenComparing(endpoint -> endpoint.address().getHostAddress())
                    .thenComparing(Endpoint::port)
                    .thenComparing(Endpoint::weight))
            .toList();
  }
}
