package site.config;

import java.util.Optional;
import site.config.MailConfig.Encryption;

/** Whether what is said about the mail server goes together. */
final class MailChecks {
  private final Problems problems;

  MailChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode mail) {
    if (mail.hasUnknownKey()) {
      return;
    }
    if (mail.wrote("user") != mail.wrote("password")) {
      problems.error(mail.spot(), "user and password go together (expected both or neither)");
    }
    Optional<ConfigNode> starttls = mail.find("starttls");
    boolean tls = mail.find("tls", Boolean.class).orElse(false);
    if (tls && mail.wrote("starttls")) {
      problems.error(
          starttls.orElse(mail).spot(), "a connection that begins with TLS has no STARTTLS");
    } else if (!tls && mail.wrote("password")) {
      starttls
          .filter(node -> node.as(Encryption.class) != Encryption.STARTTLS)
          .ifPresent(
              node ->
                  problems.warning(
                      node.spot(), "whoever sits in between can read the password; say required"));
    }
  }
}
