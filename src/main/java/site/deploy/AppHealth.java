package site.deploy;

import java.util.List;
import java.util.Optional;

/**
 * How an app has been doing.
 *
 * @param restarts made since the server started, by hand not counted
 * @param cause of the last failure, until the app has been well for a minute
 * @param waiting requests that wait for a place or for an instance
 * @param blocked instances that take no tasks at present
 * @param stuckThreads of instances given up, which could not be ended and go on running
 * @param leaving revisions that were stopped and are still in memory, as they usually are until the
 *     next collection of all garbage
 * @param leaks one line for each of these that a collection has not freed, with what holds it
 */
public record AppHealth(
    Condition condition,
    int restarts,
    Optional<String> cause,
    int waiting,
    int blocked,
    int stuckThreads,
    int leaving,
    List<String> leaks) {

  static final AppHealth GOOD =
      new AppHealth(Condition.RUNNING, 0, Optional.empty(), 0, 0, 0, 0, List.of());

  /** What is being done about it. */
  public enum Condition {
    /** Nothing. */
    RUNNING,
    /** It failed and is started again after a pause. */
    RESTARTING,
    /** It failed too often; only a deployment by hand helps. */
    GIVEN_UP
  }
}
