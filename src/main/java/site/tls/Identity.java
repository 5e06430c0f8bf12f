package site.tls;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who the server is towards one client: a certificate with its key, or several of different key
 * types for the same names. Immutable; a renewal makes a new one.
 *
 * @param credentials at least one; elliptic curves first, one per key algorithm
 */
public record Identity(List<Credential> credentials) {
  public Identity {
    credentials = oneOfEachAlgorithm(credentials.stream());
  }

  /** An identity with one key. */
  public static Identity of(Credential credential) {
    return new Identity(List.of(credential));
  }

  /** Adds the other's credentials; where both have the same key algorithm this one's stays. */
  public Identity and(Identity other) {
    return new Identity(Stream.concat(credentials.stream(), other.credentials.stream()).toList());
  }

  /** DNS names and IP addresses its first certificate is valid for (RFC 6125 6.4.4: SAN only). */
  public Set<String> names() {
    return Names.of(credentials.get(0).leaf());
  }

  Optional<Credential> withAlgorithm(String algorithm) {
    return credentials.stream().filter(c -> c.algorithm().equals(algorithm)).findFirst();
  }

  private static List<Credential> oneOfEachAlgorithm(Stream<Credential> all) {
    return all
        .collect(Collectors.toMap(Credential::algorithm, c -> c, (first, later) -> first))
        .values()
        .stream()
        .sorted(Comparator.comparing(Credential::algorithm)) // "EC" before "RSA"
        .toList();
  }
}
