package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import kit.Database;
import kit.Failure;
import kit.mail.SmtpTransport.Account;
import kit.mail.SmtpTransport.Tls;
import site.app.AppContext;

/**
 * An app's mail, put together from its configuration: {@code mail: {host, port, user, password,
 * root, from, name, per-day, per-minute, dkim: {domain, selector, key}}}. Without a host, letters
 * become files.
 */
public final class Mail {
  private static final int SUBMISSION = 587;
  private static final int TLS_AT_ONCE = 465;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final Postman postman;
  private final Mailbox mailbox;
  private final boolean isFiles;

  private Mail(Outbox outbox, Postman postman, Mailbox mailbox, boolean isFiles) {
    this.outbox = outbox;
    this.postman = postman;
    this.mailbox = mailbox;
    this.isFiles = isFiles;
  }

  /**
   * For one app.
   *
   * @param name whom letters are from where the configuration does not say
   * @param app where letters go that become files, and what counts them
   * @param salt see {@link Outbox}
   */
  public static Mail of(
      String name,
      Vertx vertx,
      Database database,
      JsonObject config,
      AppContext app,
      String salt,
      Clock clock) {
    JsonObject mail = config.getJsonObject("mail", new JsonObject());
    boolean isFiles = mail.getString("host", "").isEmpty();
    Sender sender =
        new Sender(mail.getString("name", name), mail.getString("from", "site@localhost"));
    Outbox outbox = new Outbox(database, sender, salt, clock);
    Transport transport =
        isFiles
            ? new FileTransport(vertx, app.outbox())
            : new SmtpTransport(vertx, account(mail), signatures(mail, sender));
    Quota quota =
        new Quota(
            mail.getInteger("per-day", Quota.USUAL.perDay()),
            mail.getInteger("per-minute", Quota.USUAL.perMinute()));
    app.commands().offer("suppress", SuppressCommand.USAGE, new SuppressCommand(database, outbox));
    return new Mail(
        outbox,
        new Postman(vertx, outbox, transport, quota, clock, app.counters()),
        new Mailbox(vertx, app.outbox()),
        isFiles);
  }

  private static List<Dkim> signatures(JsonObject mail, Sender sender) {
    JsonObject dkim = mail.getJsonObject("dkim");
    return dkim == null
        ? List.of()
        : List.of(
            new Dkim(
                dkim.getString("domain", sender.domain()),
                dkim.getString("selector", ""),
                dkim.getString("key", "")));
  }

  private static Account account(JsonObject mail) {
    int port = mail.getInteger("port", SUBMISSION);
    return new Account(
        mail.getString("host"),
        port,
        port == TLS_AT_ONCE ? Tls.AT_ONCE : Tls.STARTTLS,
        mail.getString("user", ""),
        mail.getString("password", ""),
        mail.getString("root", ""));
  }

  public Outbox outbox() {
    return outbox;
  }

  /** What was wrong with the mail server at the last attempt; empty when nothing was. */
  public String trouble() {
    return postman.trouble();
  }

  /** Begins to send. */
  public void start() {
    postman.start(LOOK);
  }

  public Future<Void> stop() {
    return postman.stop();
  }

  /** Shows the letters that became files; there is no such page where letters are sent. */
  public Future<Void> showMailbox(RoutingContext ctx) {
    if (!isFiles) {
      throw new Failure(404, "letters are sent");
    }
    return mailbox.show(ctx);
  }
}
