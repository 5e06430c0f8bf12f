package site.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import site.config.KeyKind;
import site.tls.Identity;

/**
 * What a job needs to know about the certificate that serves.
 *
 * @param certificate its identifier for renewal information (RFC 9773 4.1), empty where it has none
 * @param names in order of the alphabet
 * @param key kind of its key, empty for one we would not make
 */
public record Material(
    int generation,
    Instant notBefore,
    Instant notAfter,
    Optional<String> certificate,
    List<String> names,
    Optional<KeyKind> key,
    Generation.Origin origin) {

  static Material of(Generation generation) {
    return new Material(
        generation.number(),
        generation.notBefore(),
        generation.notAfter(),
        CertificateId.of(generation.leaf()),
        List.copyOf(new TreeSet<>(Identity.of(generation.credential()).names())),
        PrivateKeyMaker.kindOf(generation.leaf().getPublicKey()),
        generation.origin());
  }

  Duration lifetime() {
    return Duration.between(notBefore, notAfter);
  }

  /**
   * Whether it serves for what this specification asks for. One that was imported does with more
   * names and with another kind of key, until it is renewed: taking it over shall cause no order.
   */
  boolean fits(CertSpec spec) {
    if (origin.imported()) {
      return names.containsAll(spec.names());
    }
    return names.equals(List.copyOf(new TreeSet<>(spec.names())))
        && key.filter(spec.key()::equals).isPresent();
  }
}
