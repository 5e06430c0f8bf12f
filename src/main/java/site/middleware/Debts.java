package site.middleware;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * What every client owes, in a table that never grows and never forgets: a key has four cells, one
 * in each row, and owes the least that stands in them. Others may share some of its cells, hardly
 * ever all four; so nobody can push another's debt, or its own, out of the table. When more clients
 * owe than it has room for, some have to wait for others. Used by all event loops at once.
 */
final class Debts {
  private static final int ROWS = 4;
  private static final int CELLS = 1 << 14;
  private static final int LOCKS = 64;

  private final AtomicLongArray cells = new AtomicLongArray(ROWS * CELLS);
  private final Object[] locks = new Object[LOCKS];
  private final KeyParameter secret;
  private final LongSupplier nanos;
  private final long began;

  /** Nobody owes anything yet. The clock counts nanoseconds from anywhere. */
  Debts(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
    // Unknown to clients, or they could choose keys that share the cells of another.
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.secret = new KeyParameter(random);
  }

  /** Asks for one request and notes what it costs, if it passes. */
  Gcra.Verdict take(String key, Gcra rule) {
    long hash = hash(key);
    // One client's requests come one after the other, on whichever event loops they arrive.
    synchronized (locks[(int) (hash & (LOCKS - 1))]) {
      Gcra.Verdict verdict = rule.decide(paid(hash), now());
      if (verdict.passes()) {
        for (int row = 0; row < ROWS; row++) {
          cells.accumulateAndGet(cell(hash, row), verdict.paid(), Math::max);
        }
      }
      return verdict;
    }
  }

  /** What would become of a request that is not made. */
  Gcra.Verdict look(String key, Gcra rule) {
    return rule.look(paid(hash(key)), now());
  }

  private long now() {
    return nanos.getAsLong() - began;
  }

  private long paid(long hash) {
    long least = Long.MAX_VALUE;
    for (int row = 0; row < ROWS; row++) {
      least = Math.min(least, cells.get(cell(hash, row)));
    }
    return least;
  }

  /** Each row looks at bits of its own. */
  private static int cell(long hash, int row) {
    return row * CELLS + (int) (hash >>> (16 * row) & (CELLS - 1));
  }

  private long hash(String key) {
    SipHash hash = new SipHash();
    hash.init(secret);
    byte[] bytes = key.getBytes(UTF_8);
    hash.update(bytes, 0, bytes.length);
    return hash.doFinal();
  }
}
