package site.deploy;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Carries exchanges from one event loop of the server to one instance, and what it answers back.
 * Those that come in one turn of the loop cross together, and so do the answers that are there at
 * once: waking a thread costs more than most apps take to answer. See decisions.md, "Hops in
 * company".
 */
final class Ferry implements Executor {
  /** So many cross together at most. */
  private static final int ROOM = 32;

  /** So long the first answer waits for the next ones. */
  private static final long PATIENCE = TimeUnit.MICROSECONDS.toNanos(250);

  private final EventLoop front;
  private final ContextInternal app;

  /** Where handlers may block, nobody waits for another. */
  private final boolean together;

  // Touched on the server's event loop only.
  private List<HandOver> going = new ArrayList<>();

  // Touched on the app's event loop only.
  private List<Runnable> answers = new ArrayList<>();
  private boolean landing;

  Ferry(EventLoop front, ContextInternal app) {
    this.front = front;
    this.app = app;
    this.together = app.isEventLoopContext();
  }

  /** Takes an exchange across, soon; on the server's event loop. */
  void board(HandOver handOver) {
    going.add(handOver);
    if (!together || going.size() == ROOM) {
      depart();
    } else if (going.size() == 1) {
      front.execute(this::depart);
    }
  }

  private void depart() {
    if (going.isEmpty()) {
      return; // there were so many that they went before
    }
    List<HandOver> load = going;
    going = new ArrayList<>();
    load.removeIf(handOver -> !handOver.departs());
    Hop.to(app, () -> land(load));
    load.forEach(HandOver::departed);
  }

  private void land(List<HandOver> load) {
    landing = together;
    long since = System.nanoTime();
    try {
      for (HandOver handOver : load) {
        handOver.land();
        long now = System.nanoTime();
        if (now - since > PATIENCE) {
          returnHome();
          since = now;
        }
      }
    } finally {
      landing = false;
      returnHome();
    }
  }

  /** Runs the task on the server's event loop; from any thread of the app. */
  @Override
  public void execute(Runnable task) {
    if (app.inThread() && landing) {
      answers.add(task);
    } else {
      front.execute(task);
    }
  }

  private void returnHome() {
    if (!answers.isEmpty()) {
      List<Runnable> load = answers;
      answers = new ArrayList<>();
      front.execute(() -> load.forEach(Runnable::run));
    }
  }
}
