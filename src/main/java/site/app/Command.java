package site.app;

import io.vertx.core.Future;
import java.util.List;

/** What an app does when somebody says its name on the command line. */
@FunctionalInterface
public interface Command {
  /**
   * Called on the app's own thread.
   *
   * @return the exit code, 0 for done, 255 at most; or the failure, which is exit code 1 with its
   *     message
   */
  Future<Integer> run(Call call) throws Exception;

  /** One use of a command. */
  interface Call {
    /** What was written after the command's name. */
    List<String> arguments();

    /** Shows a line to whoever waits, at once; from any thread. */
    void say(String line);

    /**
     * Whether nobody waits any more: the client has gone, or the revision must stop. A command of
     * many steps looks here between them.
     */
    boolean isOver();
  }
}
