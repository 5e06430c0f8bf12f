package site.revision;

import java.util.HashMap;
import java.util.Map;
import site.acme.AcmeFailure;
import site.acme.CertNews;

/** Counts what has happened to certificates since the server started. */
final class CertTally {
  /** Names asked for on demand could be any number. */
  private static final int MOST = 1_000;

  private static final String REST = "(others)";

  private final Map<String, Long> issued = new HashMap<>();
  private final Map<CertCounts.Failure, Long> failed = new HashMap<>();

  synchronized void count(CertNews news) {
    if (news.kind() == CertNews.Kind.OBTAINED) {
      issued.merge(known(news.id()), 1L, Long::sum);
    } else if (news.kind() == CertNews.Kind.FAILED || news.kind() == CertNews.Kind.BLOCKED) {
      news.failure().ifPresent(cause -> failed.merge(failure(news.id(), cause), 1L, Long::sum));
    }
  }

  private String known(String id) {
    return issued.containsKey(id) || issued.size() < MOST ? id : REST;
  }

  private CertCounts.Failure failure(String id, AcmeFailure cause) {
    CertCounts.Failure exact = new CertCounts.Failure(id, cause.kind().name(), cause.type());
    return failed.containsKey(exact) || failed.size() < MOST
        ? exact
        : new CertCounts.Failure(REST, cause.kind().name(), "");
  }

  /** Certificates obtained, by id. */
  synchronized Map<String, Long> issued() {
    return Map.copyOf(issued);
  }

  /** Attempts that failed, by the way they did. */
  synchronized Map<CertCounts.Failure, Long> failed() {
    return Map.copyOf(failed);
  }
}
