package site.deploy;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One verticle instance that serves: the server it asked for, the context it did so on, and whether
 * that context's thread takes tasks. The last is asked for in intervals, by a task that does
 * nothing, and nobody waits for the answer.
 */
final class Instance {
  private final ContextInternal context;
  private final AppServer server;
  private final Map<EventLoop, Ferry> ferries = new ConcurrentHashMap<>();
  private volatile boolean owesAnswer;
  private volatile Thread thread;
  private volatile int missed;
  private volatile Thread working;

  Instance(ContextInternal context, AppServer server) {
    this.context = context;
    this.server = server;
  }

  ContextInternal context() {
    return context;
  }

  AppServer server() {
    return server;
  }

  /** The way between an event loop of the server and this instance. */
  Ferry ferry(EventLoop front) {
    Ferry known = ferries.get(front);
    return known != null ? known : ferries.computeIfAbsent(front, loop -> new Ferry(loop, context));
  }

  /**
   * Called in intervals by one thread. The intervals are counted, not the time: a process that was
   * itself suspended has not seen its apps block.
   *
   * @return for how many intervals in a row the instance has not answered
   */
  int ask() {
    if (owesAnswer) {
      int inARow = missed + 1;
      missed = inARow;
      return inARow;
    }
    missed = 0;
    owesAnswer = true;
    Hop.to(context, this::answer);
    return 0;
  }

  private void answer() {
    thread = Thread.currentThread();
    owesAnswer = false;
  }

  boolean owesAnswer() {
    return owesAnswer;
  }

  /** Whether it has missed so many intervals that others should be asked to work instead. */
  boolean isBlocked() {
    return missed >= Watchdog.BLOCKED;
  }

  /** Its handler begins to work on a request. */
  void begins() {
    working = Thread.currentThread();
  }

  /** Its handler has returned. */
  void ends() {
    working = null;
  }

  /**
   * The thread that keeps it: the one its handler works on, else the one that answered last, which
   * for an event loop is the same every time. Null when that is not known.
   */
  Thread thread() {
    Thread now = working;
    return now == null && context.isEventLoopContext() ? thread : now;
  }
}
