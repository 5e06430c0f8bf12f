package kit.mail;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import kit.Database;
import kit.EmailAddress;
import kit.mail.Suppression.Reason;
import kit.mail.Suppression.Suppressed;
import site.app.Command;

/** {@code app NAME suppress add|remove ADDRESS} and {@code list}: who is not written to. */
final class SuppressCommand implements Command {
  static final String USAGE = "add|remove ADDRESS, or list: the addresses nothing is sent to";

  private static final int SHOWN = 1000;
  private static final Future<Integer> DONE = Future.succeededFuture(0);

  private final Database database;
  private final Outbox outbox;

  SuppressCommand(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  @Override
  public Future<Integer> run(Call call) {
    List<String> words = call.arguments();
    if (words.equals(List.of("list"))) {
      return list(call);
    }
    Optional<EmailAddress> address =
        words.size() == 2 ? EmailAddress.of(words.get(1)) : Optional.empty();
    if (address.isEmpty()) {
      throw new IllegalArgumentException("suppress " + USAGE);
    }
    return switch (words.get(0)) {
      case "add" -> add(call, address.get().address());
      case "remove" -> remove(call, address.get().address());
      default -> throw new IllegalArgumentException("suppress " + USAGE);
    };
  }

  /** Also what waits to be sent is not. */
  private Future<Integer> add(Call call, String address) {
    return database
        .transaction(
            sql ->
                outbox
                    .suppression()
                    .add(sql, address, Reason.ADMIN)
                    .compose(v -> outbox.cancel(sql, address)))
        .onSuccess(letters -> call.say("nothing more is sent; letters taken back: " + letters))
        .compose(letters -> DONE);
  }

  private Future<Integer> remove(Call call, String address) {
    return database
        .transaction(sql -> outbox.suppression().remove(sql, address))
        .onSuccess(
            was -> call.say(was ? "letters may be sent again" : "letters could be sent all along"))
        .compose(was -> DONE);
  }

  private Future<Integer> list(Call call) {
    return database
        .transaction(sql -> outbox.suppression().latest(sql, SHOWN))
        .onSuccess(all -> all.forEach(one -> call.say(line(one))))
        .compose(all -> DONE);
  }

  /** Addresses are not kept, so that a digest has to do. */
  private static String line(Suppressed one) {
    return "%s %-9s since %s".formatted(one.hash().substring(0, 12), one.reason(), one.at());
  }
}
