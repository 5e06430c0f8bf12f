package site.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import site.config.AcmeConfig;
import site.config.KeyKind;
import site.tls.Identity;

/** The certificates as they lie on disk, for those who ask while no server runs. */
public final class StoredReports {
  private static final String ACTIVITY = "no server runs";

  private final CertStore store;
  private final CertPolicy policy;
  private final AcmeConfig config;

  /**
   * Reads nothing yet.
   *
   * @param policy what the configuration wants
   */
  public StoredReports(CertStore store, CertPolicy policy, AcmeConfig config) {
    this.store = store;
    this.policy = policy;
    this.config = config;
  }

  /** What the configuration wants, and whatever else is there. */
  public List<JobReport> blockingRead() throws AcmeProblem {
    List<JobReport> reports = new ArrayList<>();
    policy.specs().values().forEach(spec -> reports.add(blockingReport(spec)));
    for (String id : store.blockingIds()) {
      if (!policy.specs().containsKey(id)) {
        store.blockingCurrent(id).ifPresent(kept -> reports.add(surplus(id, kept)));
      }
    }
    return reports;
  }

  private JobReport blockingReport(CertSpec spec) {
    JobRules rules =
        new JobRules(
            config.renewalInfo(),
            config.stagingAfterFailure(),
            config.renewAt(),
            java.time.Duration.ZERO);
    CertJob job =
        new CertJob(
            spec,
            rules,
            store.blockingState(spec.id()),
            store.blockingCurrent(spec.id()).map(Material::of),
            () -> 0);
    return new JobReport(
        spec, job.material(), job.renewAt(), job.state(), ACTIVITY, Optional.empty());
  }

  /** Nobody wants it any more: it is not renewed. */
  private static JobReport surplus(String id, Generation kept) {
    CertSpec spec =
        new CertSpec(
            id,
            List.copyOf(new TreeSet<>(Identity.of(kept.credential()).names())),
            KeyKind.P256,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    return new JobReport(
        spec,
        Optional.of(Material.of(kept)),
        Optional.empty(),
        JobState.NEW,
        "is not wanted",
        Optional.empty());
  }
}
