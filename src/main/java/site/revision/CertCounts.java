package site.revision;

import java.util.Map;

/**
 * What has happened to certificates since the server started.
 *
 * @param issued by id
 */
public record CertCounts(Map<String, Long> issued, Map<Failure, Long> failed) {

  /**
   * A way to fail.
   *
   * @param kind what can be done about it
   * @param type as RFC 8555 6.7 names it, empty where the authority said nothing
   */
  public record Failure(String id, String kind, String type) {}
}
