package site.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How records that prove our names get into the DNS.
 *
 * @param writer makes them for dns-01; empty where all are there for good
 * @param persist whether the operator has made records for dns-persist-01
 * @param propagation how long the servers of a zone may take until all have a record
 * @param resolvers asked instead of the system's
 */
public record DnsConfig(
    Optional<Writer> writer, boolean persist, Duration propagation, List<ServerAddress> resolvers) {

  /** What can be proven with it. */
  public List<ChallengeKind> kinds() {
    List<ChallengeKind> kinds = new ArrayList<>();
    writer.ifPresent(some -> kinds.add(ChallengeKind.DNS_01));
    if (persist) {
      kinds.add(ChallengeKind.DNS_PERSIST_01);
    }
    return List.copyOf(kinds);
  }

  /** Who makes records. */
  public sealed interface Writer {}

  /**
   * Dynamic updates.
   *
   * @param zone found by asking when it is not given
   * @param key name of the key; empty when the file names it
   * @param algorithm empty when the file names it, or for hmac-sha256
   * @param secret what the key's file holds
   */
  public record Rfc2136(
      ServerAddress server,
      Optional<String> zone,
      Optional<String> key,
      Optional<String> algorithm,
      String secret)
      implements Writer {

    /** Without the secret. */
    @Override
    public String toString() {
      return "Rfc2136[" + server + ", " + zone.orElse("any zone") + "]";
    }
  }

  /** A server that serves nothing but such records. */
  public record AcmeDns(URI url, Path accountFile) implements Writer {}

  /** Programs of the operator's. */
  public record Exec(Command present, Optional<Command> cleanup, Duration timeout)
      implements Writer {}
}
