package site.acme;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws away what nobody can want any more: certificates the configuration does not name, a month
 * after they have expired. Until then a name that comes back finds its certificate again.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final Duration GRACE = Duration.ofDays(30);
  private static final Duration PAUSE = Duration.ofDays(1);

  private final CertStore store;
  private final Clock clock;
  private Instant next = Instant.MIN;

  Housekeeping(CertStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** True once a day: then it is to be done. */
  boolean takeTurn() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return false;
    }
    next = now.plus(PAUSE);
    return true;
  }

  /** Looks at everything that is kept, but for what is wanted. */
  Void blockingClean(Set<String> wanted) throws AcmeProblem {
    for (String id : store.blockingIds()) {
      if (!wanted.contains(id) && isForgotten(id)) {
        store.blockingDelete(id);
        LOG.info("{}: expired a month ago and is not wanted any more, its files are deleted", id);
      }
    }
    return null;
  }

  private boolean isForgotten(String id) {
    return store
        .blockingCurrent(id)
        .filter(kept -> kept.notAfter().plus(GRACE).isBefore(clock.instant()))
        .isPresent();
  }
}
