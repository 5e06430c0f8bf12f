package site.acme;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes one line for each thing that happens to a certificate. */
final class CertLog implements Consumer<CertNews> {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  @Override
  public void accept(CertNews news) {
    LOG.atLevel(level(news.kind())).log("{}: {}", news.id(), news.text());
  }

  private static Level level(CertNews.Kind kind) {
    return switch (kind) {
      case OBTAINING -> Level.DEBUG;
      case OBTAINED, RESCHEDULED -> Level.INFO;
      case FAILED, FAILING, EXPIRING -> Level.WARN;
      case BLOCKED, EXPIRED -> Level.ERROR;
    };
  }
}
