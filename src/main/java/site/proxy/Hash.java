package site.proxy;

import java.nio.charset.StandardCharsets;

/** Turns texts into evenly scattered numbers, the same ones in every process. */
final class Hash {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Hash() {}

  static long of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** FNV-1a, whose low bits mean little, so it is mixed once more. */
  static long of(byte[] bytes) {
    long hash = FNV_OFFSET;
    for (byte one : bytes) {
      hash = (hash ^ (one & 0xff)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** Every bit of the result depends on every bit of the number (the finisher of SplitMix64). */
  static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** A fraction between 0 and 1, both excluded. */
  static double unit(long hash) {
    return ((hash >>> 11) + 0.5) * 0x1.0p-53;
  }
}
