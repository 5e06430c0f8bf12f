package site.revision;

import io.vertx.core.Future;

/** One part of the next revision, made beside the present one. Ends with a commit or an abort. */
interface Step {
  /** How many things had to be made new. */
  int added();

  /** Makes it so; returns what nobody needs any more, still alive. */
  Surplus commit();

  /** As if it had never been asked for. */
  Future<Void> abort();
}
