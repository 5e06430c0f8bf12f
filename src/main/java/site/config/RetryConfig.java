package site.config;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * When a request is sent to another target.
 *
 * @param attempts how often it is sent at most
 * @param on what is tried again: {@code connect}, {@code timeout}, {@code 500} to {@code 504}
 * @param methods those for which it is done; {@code connect}, where nothing was sent, is for all
 * @param budget how many of all requests may be sent again, from 0 to 1
 * @param insists whether the same target is asked again when no other is left
 */
public record RetryConfig(
    int attempts, Set<String> on, Set<String> methods, double budget, boolean insists) {

  /** What happens where nothing is configured. */
  public static final RetryConfig DEFAULT =
      new RetryConfig(
          2,
          inOrder("connect", "timeout", "502", "503", "504"),
          inOrder("GET", "HEAD", "OPTIONS"),
          0.2,
          false);

  /** As written, so that it is shown alike in every process. */
  private static Set<String> inOrder(String... words) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(words)));
  }
}
