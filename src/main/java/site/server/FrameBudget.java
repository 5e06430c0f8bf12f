package site.server;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many frames a connection of HTTP/2 may send that ask for work and bring nothing. They are
 * counted for ten seconds at least; the clock is looked at only when a number is reached.
 *
 * <p>Where measuring the way is part of the work, as gRPC's pings and every window update are,
 * frames that carry requests or responses allow more of them.
 */
final class FrameBudget {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int RESETS = 200; // a page left twice, with all its images under way
  private static final int SETTINGS = 100;
  private static final int PINGS = 1_000;
  private static final int PRIORITIES = 1_000;
  private static final int WINDOW_UPDATES = 10_000;
  private static final int OTHERS = 1_000;
  private static final int PER_USEFUL_FRAME = 4;
  private static final int EMPTY_IN_A_ROW = 2;
  private static final int SMALL_CONTINUATIONS = 10;
  private static final int SMALL = 1024;

  private final LongSupplier nanos;
  private final int[] counts = new int[Limit.values().length];
  private long windowBegan;
  private int useful;
  private int emptyInARow;
  private int smallContinuations;

  FrameBudget(LongSupplier nanos) {
    this.nanos = nanos;
    this.windowBegan = nanos.getAsLong();
  }

  /** Takes a frame into account; returns what it exceeds. */
  Optional<Limit> take(int type, int flags, int length) {
    return switch (type) {
      case Frame.DATA -> data(flags, length);
      case Frame.HEADERS -> headers();
      case Frame.PRIORITY -> count(Limit.HTTP2_PRIORITIES, PRIORITIES);
      case Frame.RST_STREAM -> count(Limit.HTTP2_RESETS, RESETS);
      case Frame.SETTINGS -> settings();
      case Frame.PING -> ping();
      case Frame.WINDOW_UPDATE ->
          count(Limit.HTTP2_WINDOW_UPDATES, WINDOW_UPDATES + PER_USEFUL_FRAME * useful);
      case Frame.CONTINUATION -> continuation(length);
      default -> count(Limit.HTTP2_OTHER_FRAMES, OTHERS);
    };
  }

  /**
   * A stream of HTTP/3, which has no frame for it, was ended by the client before its answer was.
   */
  Optional<Limit> takenBack() {
    return count(Limit.HTTP3_RESETS, RESETS);
  }

  /** Something was sent to the client. */
  void sent() {
    useful = Math.min(useful + 1, Integer.MAX_VALUE / (2 * PER_USEFUL_FRAME));
  }

  private Optional<Limit> data(int flags, int length) {
    if (length > 0 || (flags & Frame.END_STREAM) != 0) {
      emptyInARow = 0;
      sent();
      return Optional.empty();
    }
    return ++emptyInARow > EMPTY_IN_A_ROW
        ? Optional.of(Limit.HTTP2_EMPTY_FRAMES)
        : Optional.empty();
  }

  private Optional<Limit> headers() {
    smallContinuations = 0;
    sent();
    return Optional.empty();
  }

  private Optional<Limit> continuation(int length) {
    return length < SMALL && ++smallContinuations > SMALL_CONTINUATIONS
        ? Optional.of(Limit.HTTP2_CONTINUATIONS)
        : Optional.empty();
  }

  private Optional<Limit> settings() {
    acknowledged();
    return count(Limit.HTTP2_SETTINGS, SETTINGS);
  }

  private Optional<Limit> ping() {
    acknowledged();
    return count(Limit.HTTP2_PINGS, PINGS + PER_USEFUL_FRAME * useful);
  }

  /** Our acknowledgement is nothing that the client got for a request. */
  private void acknowledged() {
    useful = Math.max(0, useful - 1);
  }

  @SuppressWarnings("EnumOrdinal") // the index of an array that does not outlive the connection
  private Optional<Limit> count(Limit limit, int most) {
    if (++counts[limit.ordinal()] <= most) {
      return Optional.empty();
    }
    long now = nanos.getAsLong();
    if (now - windowBegan < WINDOW_NANOS) {
      return Optional.of(limit);
    }
    Arrays.fill(counts, 0);
    counts[limit.ordinal()] = 1;
    useful = 0;
    windowBegan = now;
    return Optional.empty();
  }
}
