package site.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The deadlines of one event loop, looked at together now and then: a request costs no timer of its
 * own.
 */
final class Deadlines {
  private final Set<Deadline> running = new HashSet<>();

  Deadline start(Runnable expired) {
    Deadline deadline = new Deadline(expired);
    running.add(deadline);
    return deadline;
  }

  void stop(Deadline deadline) {
    running.remove(deadline);
  }

  /** Expires what is due, each deadline once. */
  void check(long now) {
    List<Deadline> due = running.stream().filter(deadline -> deadline.isDue(now)).toList();
    for (Deadline deadline : due) {
      if (running.remove(deadline)) {
        deadline.expire();
      }
    }
  }
}
