package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import kit.Failure;
import kit.Kit;
import kit.Signer;
import kit.mail.SmtpTransport.Account;
import kit.mail.SmtpTransport.Tls;

/**
 * An app's mail, put together from its configuration: {@code mail: {host, port, user, password,
 * root, from, name, per-day, per-minute, dkim: {domain, selector, key}}}. Without a host, letters
 * become files.
 */
public final class Mail {
  private static final int SUBMISSION = 587;
  private static final int TLS_AT_ONCE = 465;

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
   * For one app, which sends while it runs.
   *
   * @param name whom letters are from where the configuration does not say
   */
  public static Mail of(Kit kit, String name) {
    JsonObject settings = kit.config().getJsonObject("mail", new JsonObject());
    boolean isFiles = settings.getString("host", "").isEmpty();
    Sender sender =
        new Sender(settings.getString("name", name), settings.getString("from", "site@localhost"));
    Outbox outbox = new Outbox(kit.database(), sender, salt(kit.signer()), kit.clock());
    Transport transport =
        isFiles
            ? new FileTransport(kit.vertx(), kit.context().outbox())
            : new SmtpTransport(kit.vertx(), account(settings), signatures(settings, sender));
    Postman postman =
        new Postman(kit.vertx(), outbox, transport, quota(settings), kit.clock(), kit.counters());
    Mail mail =
        new Mail(outbox, postman, new Mailbox(kit.vertx(), kit.context().outbox()), isFiles);
    mail.join(kit);
    return mail;
  }

  private void join(Kit kit) {
    kit.first(Outbox.TABLES::run);
    kit.beside(postman);
    kit.health().uses("mail", postman::trouble);
    kit.get("/mailbox", this::showMailbox);
    kit.context()
        .commands()
        .offer("suppress", SuppressCommand.USAGE, new SuppressCommand(kit.database(), outbox));
  }

  /** What goes into digests of addresses: signed is a word, and nobody else can sign it. */
  private static String salt(Signer signer) {
    return signer.sign("mail", "salt");
  }

  private static Quota quota(JsonObject settings) {
    return new Quota(
        settings.getInteger("per-day", Quota.USUAL.perDay()),
        settings.getInteger("per-minute", Quota.USUAL.perMinute()));
  }

  private static List<Dkim> signatures(JsonObject settings, Sender sender) {
    JsonObject dkim = settings.getJsonObject("dkim");
    return dkim == null
        ? List.of()
        : List.of(
            new Dkim(
                dkim.getString("domain", sender.domain()),
                dkim.getString("selector", ""),
                dkim.getString("key", "")));
  }

  private static Account account(JsonObject settings) {
    int port = settings.getInteger("port", SUBMISSION);
    return new Account(
        settings.getString("host"),
        port,
        port == TLS_AT_ONCE ? Tls.AT_ONCE : Tls.STARTTLS,
        settings.getString("user", ""),
        settings.getString("password", ""),
        settings.getString("root", ""));
  }

  public Outbox outbox() {
    return outbox;
  }

  /** Shows the letters that became files; there is no such page where letters are sent. */
  private Future<Void> showMailbox(RoutingContext ctx) {
    if (!isFiles) {
      throw new Failure(404, "letters are sent");
    }
    return mailbox.show(ctx);
  }
}
