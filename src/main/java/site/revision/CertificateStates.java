package site.revision;

import java.util.List;
import site.acme.JobReport;
import site.revision.ServerState.CertificateState;

/** Adds what a job is doing to the certificate it is about. */
final class CertificateStates {
  private CertificateStates() {}

  static CertificateState told(CertificateState state, List<JobReport> reports) {
    return reports.stream()
        .filter(report -> report.spec().names().containsAll(state.names()))
        .findFirst()
        .map(report -> told(state, report))
        .orElse(state);
  }

  private static CertificateState told(CertificateState state, JobReport report) {
    String problem = report.state().problem().map(p -> ", because " + p).orElse("");
    String renewal =
        report.material().isPresent() && problem.isEmpty()
            ? report.renewAt().map(at -> ", renewal about " + at).orElse("")
            : ", " + report.activity() + problem;
    String source = state.source() + renewal;
    return new CertificateState(report.spec().id(), state.names(), state.notAfter(), source);
  }
}
