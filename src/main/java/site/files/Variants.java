package site.files;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import site.http.coding.Coding;
import site.http.coding.Compressible;
import site.http.coding.Encoders;

/** Compresses a small file once for all who ask for it in a coding. Keeps nothing itself. */
final class Variants {
  private final FileCache cache;

  Variants(FileCache cache) {
    this.cache = cache;
  }

  /**
   * The file in the coding most wanted, or as it is where that saves nothing.
   *
   * @param key what the answer is kept by
   */
  Found.InMemory ofBlocking(String key, Found.InMemory plain, Wish wish) {
    if (wish.made().isEmpty() || !isWorthIt(plain.representation())) {
      return plain;
    }
    Coding coding = wish.made().get(0);
    return cache
        .known(key)
        .filter(known -> isOf(known, plain))
        .orElseGet(() -> make(plain, coding));
  }

  static boolean isWorthIt(Representation plain) {
    return plain.size() >= Compressible.LEAST_BYTES
        && Compressible.isType(plain.about().type().toString());
  }

  /** Only a settled state is known by its stamp. */
  private static boolean isOf(Found.InMemory known, Found.InMemory plain) {
    Representation variant = known.representation();
    return variant.settled()
        && variant.stamp().equals(plain.representation().stamp())
        && variant.about().equals(plain.representation().about().in(variant.about().coding()));
  }

  private static Found.InMemory make(Found.InMemory plain, Coding coding) {
    Buffer content = Encoders.blockingEncode(coding, plain.content());
    return Optional.of(content)
        .filter(small -> small.length() < plain.content().length())
        .map(small -> variant(plain.representation(), small, coding))
        .orElse(plain);
  }

  private static Found.InMemory variant(Representation plain, Buffer content, Coding coding) {
    var form = plain.about().in(coding);
    return new Found.InMemory(plain.coded(content.getBytes(), form), content);
  }
}
