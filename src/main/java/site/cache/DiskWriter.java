package site.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes behind: one thread that does things to a disk in the order they were asked for, so that
 * what was purged never comes after what was written. Content that would wait too long is not
 * written; deletions always are.
 */
final class DiskWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWriter.class);
  private static final long MAX_WAITING_BYTES = 32 * 1024 * 1024;
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int CLOSE_SECONDS = 10;

  private final ThreadPoolExecutor thread;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong complained = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

  /** Work on a disk. */
  @FunctionalInterface
  interface Work {
    void blockingRun() throws IOException;
  }

  DiskWriter() {
    thread =
        new ThreadPoolExecutor(
            0,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread writer = new Thread(task, "cache-disk");
              writer.setDaemon(true);
              return writer;
            });
  }

  /** Does it in its turn. False when too much is waiting already, and then it is not done. */
  boolean write(long bytes, Work work, Runnable failed) {
    if (waitingBytes.addAndGet(bytes) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes);
      return false;
    }
    enqueue(
        () -> {
          try {
            blockingTry(work, failed);
          } finally {
            waitingBytes.addAndGet(-bytes);
          }
        });
    return true;
  }

  /** Does it in its turn, however much is waiting. */
  void always(Work work) {
    enqueue(() -> blockingTry(work, () -> {}));
  }

  private void enqueue(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException closed) {
      LOG.debug("cache is closed already");
    }
  }

  private void blockingTry(Work work, Runnable failed) {
    try {
      work.blockingRun();
    } catch (IOException | UncheckedIOException e) {
      failed.run();
      complain(e);
    }
  }

  /** A full disk fails each time; once a minute says enough. */
  void complain(Exception failure) {
    long now = System.nanoTime();
    long before = complained.get();
    if (now - before >= SILENCE_NANOS && complained.compareAndSet(before, now)) {
      LOG.warn("cache on disk: {}", failure.toString());
    }
  }

  /** Done with what waits, or with waiting for it. */
  void blockingClose() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
