package site.admin;

import java.util.Locale;
import site.acme.AcmeFailure;
import site.acme.CertWarning;
import site.acme.JobReport;
import site.acme.Material;
import site.revision.ServerState;

/** The certificates, as Prometheus reads them. Times are in seconds since 1970. */
final class CertificateMetrics {
  private final Families families;

  CertificateMetrics(Families families) {
    this.families = families;
  }

  /** How the keeping of a certificate goes. */
  enum Condition {
    /** It serves and nothing is wrong. */
    GOOD,
    /** There is none yet. */
    MISSING,
    /** The last attempt failed; another one follows by itself. */
    FAILING,
    /** Only a person can help. */
    BLOCKED;

    static Condition of(JobReport report) {
      if (report.state().problem().isPresent()) {
        AcmeFailure.Kind kind = report.state().problem().get().kind();
        return kind == AcmeFailure.Kind.PERSON ? BLOCKED : FAILING;
      }
      return report.material().isPresent() ? GOOD : MISSING;
    }
  }

  void add(ServerState state) {
    Families.Values notAfter = families.gauge("tls_cert_not_after_seconds", "When it ends.", "id");
    state.certificates().forEach(c -> notAfter.add(c.notAfter().getEpochSecond(), c.id()));
    Families.Values notBefore =
        families.gauge("tls_cert_not_before_seconds", "When it began.", "id");
    Families.Values renewal =
        families.gauge("tls_cert_next_renewal_seconds", "When it is renewed.", "id");
    Families.Values failures =
        families.gauge("tls_cert_consecutive_failures", "Failed attempts in a row.", "id");
    Families.Values condition =
        families.gauge("tls_cert_state", "1 for the one it is in.", "id", "state");
    for (JobReport report : state.orders()) {
      String id = report.spec().id();
      report
          .material()
          .map(Material::notBefore)
          .ifPresent(at -> notBefore.add(at.getEpochSecond(), id));
      report.renewAt().ifPresent(at -> renewal.add(at.getEpochSecond(), id));
      failures.add(report.state().setback().failures(), id);
      for (Condition one : Condition.values()) {
        condition.add(one == Condition.of(report) ? 1 : 0, id, one.name().toLowerCase(Locale.ROOT));
      }
    }
    warnings(state);
    happened(state);
    authorities(state);
    handshakes(state);
  }

  private void warnings(ServerState state) {
    Families.Values warning =
        families.gauge("tls_cert_warning", "1 where there is reason to worry.", "id", "reason");
    for (JobReport report : state.orders()) {
      for (CertWarning one : CertWarning.values()) {
        boolean is = report.warning().filter(one::equals).isPresent();
        warning.add(is ? 1 : 0, report.spec().id(), one.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  private void happened(ServerState state) {
    Families.Values issued = families.counter("tls_cert_issued", "Certificates obtained.", "id");
    state.counts().certificates().issued().forEach((id, count) -> issued.add(count, id));
    Families.Values failed =
        families.counter("tls_cert_failed", "Attempts that failed.", "id", "kind", "type");
    state
        .counts()
        .certificates()
        .failed()
        .forEach(
            (failure, count) ->
                failed.add(
                    count, failure.id(), failure.kind().toLowerCase(Locale.ROOT), failure.type()));
    families
        .gauge("tls_storage_writable", "0 when the last attempt failed on this machine.")
        .add(Health.hasLocalTrouble(state) ? 0 : 1);
  }

  private void authorities(ServerState state) {
    Families.Values requests =
        families.counter(
            "acme_requests", "Requests to an authority; code 0: no answer.", "ca", "code");
    Families.Values seconds = families.counter("acme_request_seconds", "Time they took.", "ca");
    Families.Values quiet =
        families.gauge("acme_retry_after_seconds", "When the authority wants us again.", "ca");
    Families.Values skew =
        families.gauge("acme_clock_skew_seconds", "How far its clock is ahead of ours.", "ca");
    state
        .counts()
        .certificates()
        .authorities()
        .forEach(
            (ca, counts) -> {
              counts.byStatus().forEach((code, count) -> requests.add(count, ca, "" + code));
              seconds.add(counts.time().toNanos() / 1e9, ca);
              counts.quietUntil().ifPresent(at -> quiet.add(at.getEpochSecond(), ca));
              counts.skew().ifPresent(by -> skew.add(by.toMillis() / 1e3, ca));
            });
  }

  private void handshakes(ServerState state) {
    Families.Values choices =
        families.counter("tls_handshake_choice", "By what they got a certificate.", "match");
    state
        .counts()
        .certificates()
        .handshakes()
        .forEach((match, count) -> choices.add(count, match.name().toLowerCase(Locale.ROOT)));
    Families.Values onDemand =
        families.counter("tls_on_demand", "Handshakes for names nobody knew.", "result");
    state
        .counts()
        .certificates()
        .onDemand()
        .forEach((result, count) -> onDemand.add(count, result.name().toLowerCase(Locale.ROOT)));
  }
}
