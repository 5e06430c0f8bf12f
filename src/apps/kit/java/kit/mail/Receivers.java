package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import kit.EmailAddress;

/**
 * Whether an address that was typed is one to write to (K9), as far as its domain says: {@code
 * addresses: {refused, lookup}}. Mailboxes are never asked.
 */
public final class Receivers {
  /** What speaks against an address. */
  public enum Answer {
    WELCOME,
    /** The provider is not accepted. */
    THROW_AWAY,
    /** There is no such domain, or it takes no mail. */
    NOWHERE
  }

  private final ThrowAway throwAway;
  private final Optional<MailLookup> lookup;

  private Receivers(ThrowAway throwAway, Optional<MailLookup> lookup) {
    this.throwAway = throwAway;
    this.lookup = lookup;
  }

  /**
   * For one app. Fails when the operator's list cannot be read, or is none.
   *
   * @param folder where a list lies that is not named from the root
   */
  public static Receivers blockingOf(Vertx vertx, JsonObject config, Path folder) {
    return blockingOf(vertx, config, folder, new DnsClientOptions());
  }

  static Receivers blockingOf(
      Vertx vertx, JsonObject config, Path folder, DnsClientOptions nameServer) {
    JsonObject settings = config.getJsonObject("addresses", new JsonObject());
    return new Receivers(
        blockingList(settings.getString("refused", ""), folder),
        settings.getBoolean("lookup", false)
            ? Optional.of(new MailLookup(vertx, nameServer))
            : Optional.empty());
  }

  private static ThrowAway blockingList(String file, Path folder) {
    try {
      ThrowAway known = ThrowAway.blockingKnown();
      return file.isEmpty() ? known : known.blockingWith(folder.resolve(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "addresses.refused: " + folder.resolve(file) + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Never fails: what is not known speaks for the address. */
  public Future<Answer> check(EmailAddress address) {
    if (throwAway.has(address.domain())) {
      return Future.succeededFuture(Answer.THROW_AWAY);
    }
    return lookup
        .map(dns -> dns.takesMail(address.domain()))
        .orElseGet(() -> Future.succeededFuture(true))
        .map(takes -> takes ? Answer.WELCOME : Answer.NOWHERE);
  }
}
