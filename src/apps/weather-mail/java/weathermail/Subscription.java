package weathermail;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * That somebody is written to about one city.
 *
 * @param email empty some time after it ended
 * @param emailHash stays, so that limits hold
 * @param base where the app is, for links in letters; without a slash at its end
 * @param endedAt milliseconds; 0 while it has not
 * @param endsOn the last day a letter is written
 * @param lastDate the city's last day that is settled: a letter was written, or none was to be
 */
record Subscription(
    String id,
    String email,
    String emailHash,
    long cityId,
    Wishes wishes,
    String base,
    State state,
    long endedAt,
    LocalDate endsOn,
    LocalDate lastDate) {

  /** What becomes of it, in this order. */
  enum State {
    PENDING,
    ACTIVE,
    PAUSED,
    ENDED
  }

  /** What {@link #of} reads. */
  static final String COLUMNS =
      "s.id, s.email, s.email_hash, s.city_id, s.hour, s.units, s.lang, s.base, s.state,"
          + " s.ended_at, s.ends_on, s.last_local_date, s.weekdays";

  static Subscription of(Row row) {
    return new Subscription(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        new Wishes(
            row.getInteger(4),
            Units.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
            row.getString(6),
            new Weekdays(row.getInteger(12))),
        row.getString(7),
        State.valueOf(row.getString(8)),
        row.getLong(9),
        row.getLocalDate(10),
        row.getLocalDate(11));
  }

  /** Whether letters are written, now or after a pause. */
  boolean isConfirmed() {
    return state == State.ACTIVE || state == State.PAUSED;
  }

  /** The day of the next letter, if another comes. */
  Optional<LocalDate> next(LocalDate today) {
    LocalDate open = lastDate.plusDays(1);
    return wishes.weekdays().next(open.isAfter(today) ? open : today, endsOn);
  }

  /** How many letters come after the one of this day. */
  long lettersAfter(LocalDate date) {
    return wishes.weekdays().count(date.plusDays(1), endsOn);
  }

  /** With letters until that day, for the days after this one. */
  Subscription active(LocalDate until, LocalDate settled) {
    return changed(wishes, State.ACTIVE, until, settled);
  }

  Subscription paused() {
    return changed(wishes, State.PAUSED, endsOn, lastDate);
  }

  /** Another hour is for the days after this one. */
  Subscription wanting(Wishes other, LocalDate settled) {
    return changed(other, state, endsOn, settled);
  }

  /** About another city, whose days count from now on. */
  Subscription movedTo(long otherCity) {
    return new Subscription(
        id, email, emailHash, otherCity, wishes, base, state, endedAt, endsOn, lastDate);
  }

  private Subscription changed(Wishes wishes, State state, LocalDate endsOn, LocalDate lastDate) {
    return new Subscription(
        id, email, emailHash, cityId, wishes, base, state, endedAt, endsOn, lastDate);
  }
}
