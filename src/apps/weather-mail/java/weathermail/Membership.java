package weathermail;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import kit.Database;
import kit.Failure;
import kit.Sql;
import kit.mail.Outbox;
import kit.weather.Cities;
import kit.weather.City;
import weathermail.Links.Purpose;
import weathermail.Subscription.State;
import weathermail.Subscriptions.Link;

/**
 * What subscribers do: ask, confirm, change and delete. Each is one transaction with the letter it
 * makes necessary. How they leave the list is {@link Leaving}'s business.
 */
final class Membership {
  private final Database database;
  private final Subscriptions subscriptions;
  private final Outbox outbox;
  private final Letters letters;
  private final Links links;
  private final Cities cities;
  private final int days;

  /**
   * For one app.
   *
   * @param days how long a subscription lives after its confirmation
   */
  Membership(
      Database database,
      Subscriptions subscriptions,
      Outbox outbox,
      Letters letters,
      Links links,
      Cities cities,
      int days) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.outbox = outbox;
    this.letters = letters;
    this.links = links;
    this.cities = cities;
    this.days = days;
  }

  /** What became of a press on the button of the first letter. */
  record Confirmed(Subscription subscription, boolean isNew) {}

  /**
   * Somebody wants letters to this address. Whether there is a subscription, or none may be, is
   * told to nobody but the address itself.
   */
  Future<Void> ask(String email, City city, Wishes wishes, String base, String client) {
    Subscription wanted =
        new Subscription(
            subscriptions.nextId(),
            email,
            outbox.suppression().hash(email),
            city.id(),
            wishes,
            base,
            State.PENDING,
            0,
            LocalDate.EPOCH,
            LocalDate.EPOCH);
    return database.transaction(
        sql ->
            outbox
                .suppression()
                .has(sql, email)
                .compose(
                    suppressed ->
                        suppressed ? Future.succeededFuture() : ask(sql, wanted, city, client)));
  }

  private Future<Void> ask(Sql sql, Subscription wanted, City city, String client) {
    return subscriptions
        .findOrMake(sql, wanted)
        .compose(
            found ->
                found.isConfirmed()
                    ? outbox.put(sql, letters.already(found, city, now())).mapEmpty()
                    : askToConfirm(sql, found.id(), wanted, city, client));
  }

  private Future<Void> askToConfirm(
      Sql sql, String id, Subscription wanted, City city, String client) {
    return subscriptions
        .mayAsk(sql, wanted.emailHash())
        .compose(may -> may ? confirmation(sql, id, wanted) : Future.succeededFuture(""))
        .compose(
            token ->
                token.isEmpty()
                    ? Future.succeededFuture()
                    : outbox.put(sql, letters.confirm(wanted, city, token, client, now())))
        .mapEmpty();
  }

  private Future<String> confirmation(Sql sql, String id, Subscription wanted) {
    return subscriptions
        .askAgain(sql, id, wanted)
        .compose(v -> subscriptions.makeLink(sql, Purpose.CONFIRM, id, Letters.CONFIRMABLE));
  }

  Future<Confirmed> confirm(String token) {
    return subscriptions.open(Purpose.CONFIRM, token, this::confirm);
  }

  private Future<Confirmed> confirm(Sql sql, Link link) {
    if (link.isUsed() || link.subscription().isConfirmed()) {
      return Future.succeededFuture(new Confirmed(link.subscription(), false));
    }
    Subscription active = active(link.subscription());
    String id = active.id();
    return subscriptions
        .use(sql, link)
        .compose(v -> subscriptions.change(sql, active))
        .compose(v -> keepLink(sql, Purpose.MANAGE, id))
        .compose(v -> keepLink(sql, Purpose.UNSUBSCRIBE, id))
        .map(new Confirmed(active, true));
  }

  private Future<Void> keepLink(Sql sql, Purpose purpose, String id) {
    return subscriptions.keepLink(sql, purpose, id, links.token(purpose, id));
  }

  /** What a link leads to; fails with 410 when it leads nowhere. */
  Future<Link> open(Purpose purpose, String token) {
    return subscriptions.open(purpose, token, (sql, link) -> Future.succeededFuture(link));
  }

  /** Whose link to change it is; fails with 410 for who has left. */
  Future<Subscription> mine(String token) {
    return open(Purpose.MANAGE, token).map(Membership::confirmed);
  }

  /** Fails with 410 for who has left: there is nothing to change. */
  Future<Subscription> change(String token, UnaryOperator<Subscription> change) {
    return manage(
        token,
        (sql, mine) -> {
          Subscription changed = change.apply(mine);
          return subscriptions.change(sql, changed).map(changed);
        });
  }

  /**
   * Another city, at another hour perhaps.
   *
   * @return false when the address has letters about that city already
   */
  Future<Boolean> move(String token, City to, Wishes wishes) {
    return manage(token, (sql, mine) -> moveIfFree(sql, wanting(mine.movedTo(to.id()), wishes)));
  }

  private Future<Boolean> moveIfFree(Sql sql, Subscription moved) {
    return subscriptions
        .isFree(sql, moved)
        .compose(
            free ->
                free ? subscriptions.change(sql, moved).map(true) : Future.succeededFuture(false));
  }

  /** A new hour begins with the next day it has not come yet. */
  Subscription wanting(Subscription subscription, Wishes wishes) {
    return subscription.wanting(wishes, settled(subscription, wishes.hour()));
  }

  /** Letters again, or for longer: as many days as after a confirmation. */
  Subscription active(Subscription subscription) {
    LocalDate today = LocalDate.ofInstant(now(), city(subscription).zone());
    return subscription.active(
        today.plusDays(days), settled(subscription, subscription.wishes().hour()));
  }

  /** Nothing is left of it, nor of the letters not sent yet. */
  Future<Void> delete(String token) {
    return manage(
        token,
        (sql, gone) ->
            outbox
                .cancelKeys(sql, letterKey(gone))
                .compose(v -> subscriptions.delete(sql, gone.id())));
  }

  private <T> Future<T> manage(String token, BiFunction<Sql, Subscription, Future<T>> work) {
    return subscriptions.open(
        Purpose.MANAGE, token, (sql, link) -> work.apply(sql, confirmed(link)));
  }

  private static Subscription confirmed(Link link) {
    if (!link.subscription().isConfirmed()) {
      throw new Failure(410, "has left");
    }
    return link.subscription();
  }

  private LocalDate settled(Subscription subscription, int hour) {
    return Hours.latest(now(), hour, city(subscription).zone());
  }

  City city(Subscription subscription) {
    return cities
        .byId(subscription.cityId())
        .orElseThrow(() -> new Failure(410, "a city that is no longer in the list"));
  }

  /** What the keys of its letters begin with. */
  static String letterKey(Subscription subscription) {
    return "sky|" + subscription.id() + "|";
  }

  /** How long letters come after a confirmation. */
  int days() {
    return days;
  }

  Instant now() {
    return subscriptions.now();
  }
}
