package weathermail;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import kit.Failure;
import kit.Sql;
import kit.mail.Outbox;
import kit.mail.Suppression.Reason;
import weathermail.Links.Purpose;
import weathermail.Subscription.State;

/** How the receiver of a letter leaves the list, with all cities, and comes back. */
final class Leaving {
  private static final Duration UNDO = Duration.ofHours(1);

  private final Subscriptions subscriptions;
  private final Outbox outbox;

  Leaving(Subscriptions subscriptions, Outbox outbox) {
    this.subscriptions = subscriptions;
    this.outbox = outbox;
  }

  /** Ends all letters to the address behind this link, at once; a second time changes nothing. */
  Future<Void> leave(String token) {
    return subscriptions.open(
        Purpose.UNSUBSCRIBE, token, (sql, link) -> leave(sql, link.subscription()));
  }

  private Future<Void> leave(Sql sql, Subscription gone) {
    if (gone.state() == State.ENDED) {
      return Future.succeededFuture();
    }
    return subscriptions
        .endAll(sql, gone.emailHash())
        .compose(v -> outbox.cancel(sql, gone.email()))
        .compose(v -> outbox.suppression().add(sql, gone.email(), Reason.UNSUB));
  }

  /** Takes that back, for an hour; fails with 410 after that. */
  Future<Subscription> comeBack(String token) {
    return subscriptions.open(
        Purpose.UNSUBSCRIBE,
        token,
        (sql, link) -> comeBack(sql, link.subscription()).map(link.subscription()));
  }

  private Future<Void> comeBack(Sql sql, Subscription gone) {
    if (gone.state() != State.ENDED) {
      return Future.succeededFuture();
    }
    if (subscriptions.now().isAfter(Instant.ofEpochMilli(gone.endedAt()).plus(UNDO))) {
      return Future.failedFuture(new Failure(410, "left too long ago"));
    }
    return subscriptions
        .takeBackEnd(sql, gone)
        .compose(v -> outbox.suppression().remove(sql, gone.email(), Reason.UNSUB));
  }
}
