package site.deploy;

import io.vertx.core.internal.ContextInternal;

/**
 * The end of a body that has nothing in front of it, told to the app when it wants to hear of it.
 */
final class EmptyBody {
  private final ContextInternal app;
  private final Runnable ended;
  private volatile boolean paused;

  // Touched on the app's context only.
  private boolean reached;
  private boolean told;

  EmptyBody(ContextInternal app, Runnable ended) {
    this.app = app;
    this.ended = ended;
  }

  /** The app has the request's head; on its context. */
  void end() {
    reached = true;
    tell();
  }

  void pause() {
    paused = true;
  }

  /** Not at once: whoever resumes may set a handler next. */
  void resume() {
    paused = false;
    app.execute(this::tell);
  }

  private void tell() {
    if (reached && !told && !paused) {
      told = true;
      ended.run();
    }
  }
}
