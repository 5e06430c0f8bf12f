package site.http;

import java.util.ArrayList;
import java.util.List;

/** Which bytes of a representation a {@code Range} field asks for (RFC 9110 14.2). */
public sealed interface ByteRange {
  /** As many as one field may ask for. */
  int MOST_PARTS = 16;

  /** The field says nothing that counts: all bytes, as if it were not there. */
  record Whole() implements ByteRange {}

  /** The bytes from {@code first} to {@code last}, both included and both inside the file. */
  record Part(long first, long last) implements ByteRange {
    public long length() {
      return last - first + 1;
    }

    public String contentRange(long size) {
      return "bytes " + first + "-" + last + "/" + size;
    }

    private boolean touches(Part other) {
      return first <= other.last + 1 && other.first <= last + 1;
    }

    private Part with(Part other) {
      return new Part(Math.min(first, other.first), Math.max(last, other.last));
    }

    public boolean isAllOf(long size) {
      return length() == size;
    }
  }

  /** Several parts, no two of which overlap or touch, in the order they were asked for. */
  record Parts(List<Part> parts) implements ByteRange {}

  /** No byte asked for exists: 416. */
  record Unsatisfiable() implements ByteRange {}

  /**
   * Decides for a file of a size. What is malformed or in another unit is ignored, and so are more
   * ranges than anybody needs, which 14.2 allows. Parts that overlap or touch become one
   * (15.3.7.2), so that no answer is larger than the file. An empty file has no part: it is sent
   * whole.
   */
  public static ByteRange select(String field, long size) {
    if (size == 0 || !field.regionMatches(true, 0, "bytes=", 0, 6)) {
      return new Whole();
    }
    List<String> specs = members(field.substring(6));
    if (specs.isEmpty() || specs.size() > MOST_PARTS) {
      return new Whole();
    }
    List<ByteRange> ranges = specs.stream().map(spec -> one(spec, size)).toList();
    if (ranges.stream().anyMatch(Whole.class::isInstance)) {
      return new Whole();
    }
    return joined(ranges.stream().filter(Part.class::isInstance).map(Part.class::cast).toList());
  }

  private static ByteRange joined(List<Part> asked) {
    List<Part> parts = new ArrayList<>(asked.size());
    asked.forEach(part -> join(parts, part));
    return switch (parts.size()) {
      case 0 -> new Unsatisfiable();
      case 1 -> parts.get(0);
      default -> new Parts(List.copyOf(parts));
    };
  }

  /** Takes the place of the first it touches and swallows all others. */
  private static void join(List<Part> parts, Part added) {
    Part whole = added;
    int place = parts.size();
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).touches(added)) {
        whole = whole.with(parts.remove(i));
        place = i;
      }
    }
    parts.add(Math.min(place, parts.size()), whole);
  }

  /** RFC 9110 5.6.1.2: empty members of a list do not count. */
  private static List<String> members(String set) {
    List<String> members = new ArrayList<>(2);
    for (String member : set.split(",", -1)) {
      String trimmed = trim(member);
      if (!trimmed.isEmpty()) {
        members.add(trimmed);
      }
    }
    return members;
  }

  private static ByteRange one(String spec, long size) {
    int dash = spec.indexOf('-');
    if (dash < 0 || !isDigits(spec, 0, dash) || !isDigits(spec, dash + 1, spec.length())) {
      return new Whole();
    }
    if (dash == 0) {
      return spec.length() == 1 ? new Whole() : suffix(number(spec.substring(1)), size);
    }
    long first = number(spec.substring(0, dash));
    long last = dash == spec.length() - 1 ? Long.MAX_VALUE : number(spec.substring(dash + 1));
    return between(first, last, size);
  }

  private static ByteRange suffix(long length, long size) {
    return length == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), size - 1);
  }

  private static ByteRange between(long first, long last, long size) {
    if (last < first) {
      return new Whole();
    }
    return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
  }

  private static boolean isDigits(String text, int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Numbers no file reaches all mean the same: behind its end. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException tooLarge) {
      return Long.MAX_VALUE;
    }
  }

  private static String trim(String text) {
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }
}
