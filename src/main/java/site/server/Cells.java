package site.server;

import java.util.concurrent.atomic.AtomicLongArray;

/** Adds to counters that one thread writes and others read: whole numbers, soon seen, no lock. */
final class Cells {
  private Cells() {}

  static void add(AtomicLongArray cells, int cell, long amount) {
    cells.setRelease(cell, cells.getPlain(cell) + amount);
  }
}
