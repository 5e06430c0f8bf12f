package site.acme;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as others may see it.
 *
 * @param material the certificate that serves; empty while there is none
 * @param renewAt when it is to be renewed
 * @param activity what is being done or waited for, a few words
 * @param warning what gives reason to worry, as of the last step
 */
public record JobReport(
    CertSpec spec,
    Optional<Material> material,
    Optional<Instant> renewAt,
    JobState state,
    String activity,
    Optional<CertWarning> warning) {

  static JobReport of(CertJob job, CertAction next, Optional<CertWarning> warning) {
    return new JobReport(
        job.spec(), job.material(), job.renewAt(), job.state(), activity(job, next), warning);
  }

  private static String activity(CertJob job, CertAction next) {
    if (next instanceof CertAction.Rest rest) {
      return (job.state().isBlocked() ? "waits for you, or until " : "waits until ") + rest.until();
    }
    return next instanceof CertAction.AskRenewal ? "asks when to renew" : "is being obtained";
  }
}
