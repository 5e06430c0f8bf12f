package site.cache;

import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * What the origin is asked for, and why.
 *
 * @param address under which the answer is stored
 * @param headers of the request to the origin
 * @param stale what is to be validated, or to stand in when the origin fails
 * @param validating whether {@code headers} ask for changes since {@code stale} only
 * @param flight those who wait for the same
 * @param inBackground nobody waits for the answer
 */
record Plan(
    Entry.Address address,
    MultiMap headers,
    Optional<Entry> stale,
    boolean validating,
    CacheStatus.Forward why,
    Storing.Question question,
    Limits limits,
    Flights.Flight flight,
    boolean inBackground) {

  /** What the operator allows. */
  record Limits(long maxObject, Terms.Defaults defaults) {}

  /** Whether a stale response may stand in for the origin's failure. */
  boolean isCovered(long nowMillis) {
    return stale
        .filter(entry -> Reuse.isAllowedOnError(entry.head().terms(), limits.defaults(), nowMillis))
        .isPresent();
  }

  /**
   * Why an answer is not stored; empty when it may be.
   *
   * @param length what it says of itself, -1 for nothing
   */
  Optional<String> refusal(int status, Fields fields, long length, long receivedMillis) {
    return length > limits.maxObject()
        ? Optional.of("size")
        : Storing.refusal(question, status, fields, receivedMillis);
  }
}
