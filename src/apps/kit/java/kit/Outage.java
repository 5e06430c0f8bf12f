package kit;

import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;

/** Tells a database that is not there from a statement it refused. */
final class Outage {
  private Outage() {}

  /** Whatever is not the database's own word means that it cannot be asked: 503. */
  static <T> Future<T> tell(Throwable failure) {
    boolean asIs =
        failure instanceof Failure
            || (failure instanceof DatabaseException refused && !isGoing(refused));
    return Future.failedFuture(
        asIs ? failure : new Failure(503, "the database does not answer", failure));
  }

  static boolean is(Throwable failure) {
    return failure instanceof Failure told && told.status() == 503;
  }

  /** Nothing of the transaction was done, and it may be tried again. */
  static boolean isDeadlock(Throwable failure) {
    return failure instanceof DatabaseException refused && refused.getErrorCode() == 1213;
  }

  /**
   * 1053: shutting down; 1040: too many connections; 1927: killed; 1969, 3024: took too long; 1044,
   * 1045, 1698: not with this account; 1049: no such schema, which somebody has to make yet.
   */
  private static boolean isGoing(DatabaseException refused) {
    return switch (refused.getErrorCode()) {
      case 1040, 1044, 1045, 1049, 1053, 1698, 1927, 1969, 3024 -> true;
      default -> false;
    };
  }
}
