package site.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@code Cache-Control} field says (RFC 9111 5.2). Directives stand in any case and order; a
 * comma in quotes separates nothing.
 */
final class Directives {
  static final Directives NONE = new Directives(Map.of());

  /** What a number that cannot be read means: RFC 9111 4.2.1 wants the response to be stale. */
  private static final long UNREADABLE = 0;

  /** RFC 9111 1.2.2: what is larger than a cache can say counts as this. */
  private static final long LARGEST = Integer.MAX_VALUE;

  private final Map<String, List<String>> values;

  private Directives(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Reads all lines of the field. */
  static Directives parse(List<String> lines) {
    if (lines.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new HashMap<>();
    lines.forEach(line -> new Reader(line).readInto(values));
    return new Directives(values);
  }

  /** Directives that were read already; a value is empty for a directive without one. */
  static Directives of(Map<String, String> read) {
    Map<String, List<String>> values = new HashMap<>();
    read.forEach((name, value) -> values.put(name, List.of(value)));
    return new Directives(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * The number of seconds of a directive. Of several, the first counts (RFC 9111 4.2.1).
   *
   * @return -1 when it is absent, 0 when it is no number
   */
  long seconds(String name) {
    List<String> given = values.get(name);
    return given == null ? -1 : seconds(given.get(0), UNREADABLE);
  }

  /** Digits as a number of seconds, capped; anything else is {@code otherwise}. */
  static long secondsOr(String text, long otherwise) {
    return seconds(text, otherwise);
  }

  private static long seconds(String text, long otherwise) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return otherwise;
    }
    String digits = text.replaceFirst("^0+(?=.)", "");
    return digits.length() > 10 ? LARGEST : Math.min(LARGEST, Long.parseLong(digits));
  }

  /** Whether the directive stands there for the whole response, not for single fields. */
  boolean isUnqualified(String name) {
    return has(name) && values.get(name).stream().anyMatch(String::isBlank);
  }

  /** The fields a directive is about, in lower case: {@code private="set-cookie"}. */
  Set<String> fieldNames(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(field -> field.trim().toLowerCase(Locale.ROOT))
        .filter(field -> !field.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Goes through one line once. */
  private static final class Reader {
    private final String line;
    private int at;

    Reader(String line) {
      this.line = line;
    }

    void readInto(Map<String, List<String>> values) {
      while (at < line.length()) {
        String name = upTo('=', ',').trim().toLowerCase(Locale.ROOT);
        String value = isAt('=') ? value() : "";
        if (!name.isEmpty()) {
          values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
        }
        upTo(',', ',');
        at++;
      }
    }

    private String value() {
      at++;
      return isAt('"') ? quoted() : trimmedAtEnd(upTo(',', ','));
    }

    /** RFC 9110 5.6.4. */
    private String quoted() {
      StringBuilder text = new StringBuilder();
      for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
        if (line.charAt(at) == '\\' && at + 1 < line.length()) {
          at++;
        }
        text.append(line.charAt(at));
      }
      // behind the closing quote, or where it should have been
      at = Math.min(at + 1, line.length());
      return text.toString();
    }

    private String upTo(char one, char other) {
      int from = at;
      while (at < line.length() && line.charAt(at) != one && line.charAt(at) != other) {
        at++;
      }
      return line.substring(from, at);
    }

    private boolean isAt(char c) {
      return at < line.length() && line.charAt(at) == c;
    }

    /** A space in front of a value makes it unreadable, one behind it does not. */
    private static String trimmedAtEnd(String text) {
      return text.stripTrailing();
    }
  }
}
