package site.deploy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The instances of a revision that serve, and which of them is given the next request. */
final class Rotation {
  private final List<Instance> instances = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final boolean mayBlock;

  /**
   * Nobody serves yet.
   *
   * @param mayBlock whether a blocked instance is better than none, as on worker threads; on an
   *     event loop a request does better to wait for one that answers
   */
  Rotation(boolean mayBlock) {
    this.mayBlock = mayBlock;
  }

  /** The next in turn that takes tasks, null when there is none. */
  Instance next() {
    Object[] serving = instances.toArray(); // the list may change between size() and get()
    int first = turn.getAndIncrement();
    for (int i = 0; i < serving.length; i++) {
      Instance instance = (Instance) serving[Math.floorMod(first + i, serving.length)];
      if (!instance.isBlocked()) {
        return instance;
      }
    }
    return mayBlock && serving.length > 0
        ? (Instance) serving[Math.floorMod(first, serving.length)]
        : null;
  }

  /** Whether {@link #next} would find one. */
  boolean isOpen() {
    for (Instance instance : instances) {
      if (mayBlock || !instance.isBlocked()) {
        return true;
      }
    }
    return false;
  }

  int blocked() {
    return (int) instances.stream().filter(Instance::isBlocked).count();
  }

  List<Instance> all() {
    return instances;
  }

  void add(Instance instance) {
    instances.add(instance);
  }

  /** Whether it was the last one. */
  boolean remove(Instance instance) {
    return instances.remove(instance) && instances.isEmpty();
  }
}
