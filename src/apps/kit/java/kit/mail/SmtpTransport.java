package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;

/** Hands letters to a mail server, many over one connection, and never in the clear. */
public final class SmtpTransport implements Transport {
  private static final int CONNECTIONS = 3;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** When TLS begins; without it nothing is said. */
  public enum Tls {
    /** With the first byte, as on port 465. */
    AT_ONCE,
    /** By STARTTLS, as on port 587; a server without it gets no mail. */
    STARTTLS
  }

  /**
   * Which server, and as whom.
   *
   * @param user empty for a server that asks nobody
   * @param root a file with the authority that vouches for the server; empty for the usual ones
   */
  public record Account(String host, int port, Tls tls, String user, String password, String root) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private final MailClient client;

  /**
   * To one server.
   *
   * @param signatures what each letter is signed with
   */
  public SmtpTransport(Vertx vertx, Account account, List<Dkim> signatures) {
    client = MailClient.create(vertx, signing(options(account), signatures));
  }

  private static MailConfig signing(MailConfig options, List<Dkim> signatures) {
    return options
        .setEnableDKIM(!signatures.isEmpty())
        .setDKIMSignOptions(signatures.stream().map(Dkim::options).toList());
  }

  private static MailConfig options(Account account) {
    MailConfig options =
        new MailConfig(account.host(), account.port())
            .setSsl(account.tls() == Tls.AT_ONCE)
            .setStarttls(
                account.tls() == Tls.AT_ONCE ? StartTLSOptions.DISABLED : StartTLSOptions.REQUIRED)
            .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
            .setMaxPoolSize(CONNECTIONS)
            .setLogin(account.user().isEmpty() ? LoginOption.DISABLED : LoginOption.REQUIRED);
    if (!account.user().isEmpty()) {
      options.setUsername(account.user()).setPassword(account.password());
    }
    if (!account.root().isEmpty()) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(account.root()));
    }
    return options;
  }

  @Override
  public Future<Void> deliver(String id, MailMessage message) {
    return client.sendMail(message).<Void>mapEmpty().recover(SmtpTransport::told);
  }

  /** What has a code was answered; where nobody was reached nothing was sent; else who knows. */
  private static Future<Void> told(Throwable failure) {
    if (failure instanceof SMTPException answered) {
      return Future.failedFuture(
          new Refusal(answered.getReplyCode(), String.join(" ", answered.getReplyMessages())));
    }
    if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
      return Future.failedFuture(new Refusal(0, "the mail server cannot be reached"));
    }
    if (failure instanceof SSLHandshakeException || isBeforeTheLetter(failure)) {
      return Future.failedFuture(new Refusal(0, "the mail server cannot be trusted"));
    }
    return Future.failedFuture(failure);
  }

  /** The client has no type for these. */
  private static boolean isBeforeTheLetter(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return text.startsWith("STARTTLS required") || text.startsWith("login is required");
  }

  @Override
  public boolean isCounted() {
    return true;
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }
}
