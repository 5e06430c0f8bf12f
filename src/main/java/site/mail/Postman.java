package site.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import site.app.EncodedWords;
import site.config.MailConfig;
import site.config.MailConfig.Encryption;

/**
 * Hands letters to the operator's mail server, a connection for each. Knows nothing of what they
 * are about, and does not try again.
 */
public final class Postman {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Vertx vertx;

  public Postman(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Done when the server has taken the letter; failed with what was in the way. */
  public Future<Void> send(MailConfig config, Letter letter) {
    MailClient client = MailClient.create(vertx, options(config));
    return client
        .sendMail(message(config, letter))
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .eventually(client::close)
        .mapEmpty();
  }

  /**
   * Made anew for each client: a client takes one in which the check of the host name is asked for
   * already as if it were not wanted.
   */
  private static io.vertx.ext.mail.MailConfig options(MailConfig config) {
    var options =
        new io.vertx.ext.mail.MailConfig(config.host(), config.port())
            .setSsl(config.encryption() == Encryption.TLS)
            .setStarttls(starttls(config.encryption()))
            .setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
            .setLogin(LoginOption.DISABLED)
            .setKeepAlive(false);
    config
        .login()
        .ifPresent(
            login ->
                options
                    .setLogin(LoginOption.REQUIRED)
                    .setUsername(login.user())
                    .setPassword(login.password()));
    config
        .root()
        .ifPresent(
            root -> options.setTrustOptions(new PemTrustOptions().addCertPath(root.toString())));
    return options;
  }

  private static StartTLSOptions starttls(Encryption encryption) {
    return switch (encryption) {
      case STARTTLS -> StartTLSOptions.REQUIRED;
      case STARTTLS_IF_OFFERED -> StartTLSOptions.OPTIONAL;
      case TLS, NONE -> StartTLSOptions.DISABLED;
    };
  }

  private static MailMessage message(MailConfig config, Letter letter) {
    MailMessage message =
        new MailMessage()
            .setFrom(config.from())
            .setTo(config.to())
            .setSubject(EncodedWords.of(letter.subject()))
            .setText(letter.text());
    // RFC 3834 5: no answering machine shall answer
    message.addHeader("Auto-Submitted", "auto-generated");
    return message;
  }
}
