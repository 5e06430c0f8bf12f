package site.compare;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How often two that should answer alike did, as {@code status} shows it.
 *
 * @param route host and path it is for
 * @param counts since the route is there; a verdict nobody met is missing
 */
public record ComparisonState(String route, Map<Verdict, Long> counts) {
  public ComparisonState {
    counts = new EnumMap<>(counts);
  }

  /** How many were compared. */
  public long compared() {
    return counts.entrySet().stream()
        .filter(one -> one.getKey() != Verdict.SKIPPED)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Of those that were compared, 100 while there are none. */
  public double percentSame() {
    long compared = compared();
    return compared == 0 ? 100 : 100.0 * count(Verdict.SAME) / compared;
  }

  public long count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %.1f%% of %d the same, status=%d headers=%d body=%d skipped=%d",
        route,
        percentSame(),
        compared(),
        count(Verdict.STATUS),
        count(Verdict.HEADERS),
        count(Verdict.BODY),
        count(Verdict.SKIPPED));
  }
}
