package kit;

import io.vertx.core.Future;

/** What an app does beside its answers, such as to send letters, for as long as it runs. */
public interface Ongoing {
  /** Called when the app answers; the database may be away, now or later. */
  void start();

  /** Begins nothing more. Done when what was under way is over; the database is closed then. */
  Future<Void> stop();
}
