package site.acme;

import java.util.List;
import java.util.Optional;

/**
 * What has happened to a certificate, for those who want to know: the log, commands, mail.
 *
 * @param text one sentence without the id
 */
public record CertNews(
    Kind kind, String id, List<String> names, Optional<AcmeFailure> failure, String text) {

  /** What happened. */
  public enum Kind {
    /** An order was made. */
    OBTAINING,
    OBTAINED,
    /** It is tried again by itself. */
    FAILED,
    /** Only a person can help. */
    BLOCKED,
    /** Attempt after attempt failed. */
    FAILING,
    /** The time left is getting short. */
    EXPIRING,
    EXPIRED,
    /** The authority wants it renewed at another time. */
    RESCHEDULED;

    /** Whether it is said to people so that they do something, once a day at most. */
    public boolean isWarning() {
      return this == FAILING || this == EXPIRING || this == EXPIRED;
    }

    static Kind of(CertWarning warning) {
      return valueOf(warning.name());
    }
  }
}
