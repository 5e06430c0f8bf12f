package site.revision;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.CertNews;
import site.config.MailConfig;
import site.mail.Letter;
import site.mail.Postman;

/**
 * Tells people by mail what they should look at: the warnings about certificates, which are made
 * once a day for each. Those of one moment share a letter. A mail server that does not work changes
 * nothing else, and is told once until it works again.
 */
final class CertMail implements Consumer<CertNews> {
  private static final Logger LOG = LoggerFactory.getLogger(CertMail.class);
  private static final long GATHERING_MILLIS = 1_000;

  /** More are counted only. */
  private static final int MOST_TOLD = 100;

  private final Vertx vertx;
  private final Postman postman;
  private final List<CertNews> gathered = new ArrayList<>();
  private volatile Optional<MailConfig> server = Optional.empty();
  private volatile boolean failing;

  /** Writes to nobody yet. */
  CertMail(Vertx vertx) {
    this.vertx = vertx;
    this.postman = new Postman(vertx);
  }

  /** From now on mail goes there. */
  void swap(Optional<MailConfig> next) {
    server = next;
  }

  @Override
  public void accept(CertNews news) {
    if (server.isEmpty() || !news.kind().isWarning()) {
      return;
    }
    if (gather(news)) {
      vertx.setTimer(GATHERING_MILLIS, timer -> send());
    }
  }

  /** Whether it is the first of a letter. */
  private synchronized boolean gather(CertNews news) {
    gathered.add(news);
    return gathered.size() == 1;
  }

  private synchronized List<CertNews> take() {
    List<CertNews> all = List.copyOf(gathered);
    gathered.clear();
    return all;
  }

  private void send() {
    List<CertNews> all = take();
    Optional<MailConfig> present = server;
    if (present.isPresent()) {
      postman
          .send(present.get(), letter(all))
          .onSuccess(v -> works(present.get()))
          .onFailure(t -> fails(present.get(), t));
    }
  }

  private void works(MailConfig config) {
    if (failing) {
      failing = false;
      LOG.info("mail: {} takes mail again", config.host());
    }
  }

  private void fails(MailConfig config, Throwable cause) {
    if (!failing) {
      failing = true;
      LOG.warn(
          "mail: {}:{} does not take mail, which is not said again until it does: {}",
          config.host(),
          config.port(),
          cause.getMessage());
    }
  }

  static Letter letter(List<CertNews> warnings) {
    String subject =
        warnings.size() == 1
            ? "certificate " + warnings.get(0).id() + " needs a look"
            : warnings.size() + " certificates need a look";
    String rest =
        warnings.size() > MOST_TOLD ? "and %d more\n\n".formatted(warnings.size() - MOST_TOLD) : "";
    return new Letter(
        subject,
        warnings.stream().limit(MOST_TOLD).map(CertMail::told).collect(Collectors.joining())
            + rest
            + "\"site.jar cert show ID\" tells more, \"site.jar cert doctor NAME\" looks for the"
            + " cause. This is said once a day for each certificate.\n");
  }

  private static String told(CertNews news) {
    return news.id() + ": " + news.text() + "\n    " + String.join(" ", news.names()) + "\n\n";
  }
}
