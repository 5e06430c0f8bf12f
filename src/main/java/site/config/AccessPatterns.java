package site.config;

import java.util.Optional;

/** Knows the variables of the access log, which this package does not. */
@FunctionalInterface
public interface AccessPatterns {
  /** Takes what is written for right. */
  AccessPatterns ANY = pattern -> Optional.empty();

  /** What is wrong with a pattern and what was expected, as one clause. */
  Optional<String> problem(String pattern);
}
