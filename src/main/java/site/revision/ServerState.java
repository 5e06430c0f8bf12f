package site.revision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import site.cache.CacheState;
import site.deploy.DeploymentState;
import site.proxy.UpstreamState;

/**
 * The whole server at one moment: what {@code status}, metrics and dashboard read.
 *
 * @param revision of the configuration, counted from 1 in the life of the process
 * @param since when that revision took over
 * @param inFlight requests under way on it
 * @param listeners the addresses bound
 * @param sites first hosts
 * @param upstreams by name, or by targets where they have none
 * @param caches what they hold and have done
 * @param droppedLogLines what could not be written since the start
 */
public record ServerState(
    int revision,
    Instant since,
    int inFlight,
    List<String> listeners,
    List<String> sites,
    List<DeploymentState> apps,
    Map<String, UpstreamState> upstreams,
    List<CacheState> caches,
    List<CertificateState> certificates,
    long droppedLogLines) {

  /**
   * A certificate that is served.
   *
   * @param notAfter when it ends
   * @param source {@code internal CA} or the file it was read from
   */
  public record CertificateState(List<String> names, Instant notAfter, String source) {}
}
