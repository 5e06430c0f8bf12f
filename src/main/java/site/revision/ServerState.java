package site.revision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import site.acme.JobReport;
import site.cache.CacheState;
import site.compare.ComparisonState;
import site.database.DatabaseState;
import site.deploy.DeploymentState;
import site.log.LogState;
import site.proxy.UpstreamState;
import site.server.ConnectionsState;
import site.server.TrafficState;

/**
 * The whole server at one moment: what {@code status}, metrics, health and dashboard read.
 *
 * @param revision of the configuration, counted from 1 in the life of the process; 0 before there
 *     is one
 * @param since when that revision took over
 * @param inFlight requests under way on it
 * @param listeners the addresses bound
 * @param database of our own, empty when no app asked for one
 * @param upstreams by name, or by targets where they have none
 * @param comparisons of routes that two answer
 * @param caches what they hold and have done
 * @param orders certificates that authorities issue, and how that goes
 * @param counts what was counted since the server started
 * @param logs every place log lines go to
 */
public record ServerState(
    int revision,
    Instant since,
    int inFlight,
    List<String> listeners,
    List<SiteState> sites,
    List<DeploymentState> apps,
    Optional<DatabaseState> database,
    Map<String, UpstreamState> upstreams,
    List<ComparisonState> comparisons,
    List<CacheState> caches,
    List<CertificateState> certificates,
    List<JobReport> orders,
    Counts counts,
    LogState logs) {

  /**
   * A certificate that is served.
   *
   * @param id its name in {@code cert list}, or its first host where it has none
   * @param notAfter when it ends
   * @param source {@code internal CA} or the file it was read from
   */
  public record CertificateState(String id, List<String> names, Instant notAfter, String source) {}

  /**
   * What was counted since the server started.
   *
   * @param connections by listener
   */
  public record Counts(
      TrafficState traffic,
      Map<String, ConnectionsState> connections,
      CertCounts certificates,
      ReloadState reloads) {}
}
