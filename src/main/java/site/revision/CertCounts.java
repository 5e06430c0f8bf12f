package site.revision;

import java.util.Map;
import site.acme.AuthorityTraffic;
import site.acme.OnDemandGate;
import site.tls.HandshakeCounts;

/**
 * What has happened to certificates since the server started.
 *
 * @param issued by id
 * @param authorities what was said with them, by their names
 * @param handshakes by what they got their certificate
 * @param onDemand what became of handshakes for names nobody knew
 */
public record CertCounts(
    Map<String, Long> issued,
    Map<Failure, Long> failed,
    Map<String, AuthorityTraffic.Counts> authorities,
    Map<HandshakeCounts.Match, Long> handshakes,
    Map<OnDemandGate.Verdict, Long> onDemand) {

  /**
   * A way to fail.
   *
   * @param kind what can be done about it
   * @param type as RFC 8555 6.7 names it, empty where the authority said nothing
   */
  public record Failure(String id, String kind, String type) {}
}
