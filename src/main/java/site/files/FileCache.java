package site.files;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps small files in memory, up to a total weight. What was asked for since the last round stays,
 * the others leave in the order they came (second chance): hence reading takes no lock, and a
 * crawler that sees each file once displaces nothing that is in use.
 */
final class FileCache {
  /** For how long a file is believed unchanged. */
  private static final long BELIEVED_MILLIS = 1000;

  /** What an entry costs beside its content. */
  private static final long OVERHEAD = 1024;

  private final long maxWeight;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private volatile long doubtedMillis = Long.MIN_VALUE;

  // Both are guarded by this.
  private final Queue<String> round = new ArrayDeque<>();
  private long weight;

  /**
   * A cache.
   *
   * @param maxWeight in bytes
   */
  FileCache(long maxWeight) {
    this.maxWeight = maxWeight;
  }

  /** The file, if it was compared with the disk just now; for event loops. */
  Optional<Found.InMemory> fresh(String path, long nowMillis) {
    Slot slot = slots.get(path);
    // A clock that was set back makes a check look like one of the future: not believed either.
    if (slot == null
        || Math.abs(nowMillis - slot.checkedMillis) >= BELIEVED_MILLIS
        || slot.checkedMillis <= doubtedMillis) {
      return Optional.empty();
    }
    slot.used = true;
    return Optional.of(slot.file);
  }

  /** Believes nothing any more that was compared with the disk until now. */
  void doubt(long nowMillis) {
    doubtedMillis = nowMillis;
  }

  /** The file as it was, however long ago; to be compared with the disk. */
  Optional<Found.InMemory> known(String path) {
    return Optional.ofNullable(slots.get(path)).map(slot -> slot.file);
  }

  /**
   * Keeps a file that was read from the disk, or found unchanged there.
   *
   * @param checkedMillis when that was begun
   */
  synchronized void keep(String path, Found.InMemory file, long checkedMillis) {
    Slot slot = new Slot(file, checkedMillis);
    Slot before = slots.put(path, slot);
    if (before == null) {
      round.add(path);
    } else {
      slot.used = before.used;
      weight -= before.weight();
    }
    weight += slot.weight();
    while (weight > maxWeight) {
      giveSecondChanceOrDrop(round.remove());
    }
  }

  private void giveSecondChanceOrDrop(String path) {
    Slot slot = slots.get(path);
    if (slot.used) {
      slot.used = false;
      round.add(path);
    } else {
      slots.remove(path);
      weight -= slot.weight();
    }
  }

  private static final class Slot {
    private final Found.InMemory file;
    private final long checkedMillis;
    private volatile boolean used;

    Slot(Found.InMemory file, long checkedMillis) {
      this.file = file;
      this.checkedMillis = checkedMillis;
    }

    long weight() {
      return file.content().length() + OVERHEAD;
    }
  }
}
