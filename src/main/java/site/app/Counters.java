package site.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Counts what happens in an app, by name. The server shows the numbers as {@code
 * app_events_total{app="…",event="…"}} and begins at zero when it starts, not when the app does.
 * Any thread may count.
 */
public final class Counters {
  /** How many names an app may have; events of any further one are not counted. */
  public static final int MOST_NAMES = 64;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  private final Map<String, LongAdder> numbers = new ConcurrentHashMap<>();

  /**
   * It happened once.
   *
   * @param event up to 40 lower-case letters, digits and underscores, a letter first
   * @throws IllegalArgumentException for another name
   */
  public void count(String event) {
    count(event, 1);
  }

  /** It happened so often; see {@link #count(String)}. */
  public void count(String event, long times) {
    LongAdder number = numbers.get(event);
    if (number == null) {
      number = begin(event);
    }
    number.add(times);
  }

  private synchronized LongAdder begin(String event) {
    if (!NAME.matcher(event).matches()) {
      throw new IllegalArgumentException(
          "event \"" + event + "\" (expected up to 40 lower-case letters, digits, underscores)");
    }
    return numbers.size() < MOST_NAMES
        ? numbers.computeIfAbsent(event, name -> new LongAdder())
        : numbers.getOrDefault(event, new LongAdder());
  }

  /** All of them so far, by name. */
  public Map<String, Long> numbers() {
    Map<String, Long> now = new TreeMap<>();
    numbers.forEach((event, number) -> now.put(event, number.sum()));
    return now;
  }
}
