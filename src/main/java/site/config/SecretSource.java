package site.config;

import java.util.Optional;

/** Where the values of {@code ${secret:GROUP/name}} come from. */
@FunctionalInterface
public interface SecretSource {
  /** A home without secrets. */
  SecretSource NONE = name -> Optional.empty();

  /**
   * The value of one; empty when there is none of that name.
   *
   * @throws RuntimeException with a sentence that does not tell the value: the name cannot be one,
   *     or the place cannot be read
   */
  Optional<String> blockingFind(String name);
}
