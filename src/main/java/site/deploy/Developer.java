package site.deploy;

import io.vertx.core.Future;

/** Somebody who works on the apps while they run, and is told how each attempt to deploy ended. */
public interface Developer {
  /** Nobody: who deployed an app learns of the outcome anyway. */
  Developer NOBODY =
      new Developer() {
        @Override
        public void deployed(String app) {}

        @Override
        public void failed(String app, Throwable cause) {}

        @Override
        public Future<Void> neverStarted(String app, Throwable cause) {
          return Future.failedFuture(cause);
        }
      };

  /** A revision of the app has begun to serve, whoever wanted it. */
  void deployed(String app);

  /** A new revision was refused; the one before still serves. */
  void failed(String app, Throwable cause);

  /**
   * The app could not be started for the first time.
   *
   * @return failed when that is the end; done when it will be repaired, and is without instances
   *     until then
   */
  Future<Void> neverStarted(String app, Throwable cause);
}
