package parts;

import java.util.List;

/** One page of a long list; past its end the last one. */
public record Slice(List<Part> parts, int total, int page, int pages) {
  static Slice of(List<Part> all, int page, int size) {
    int pages = Math.max(1, (all.size() + size - 1) / size);
    int shown = Math.min(page, pages);
    int from = (shown - 1) * size;
    return new Slice(
        all.subList(from, Math.min(all.size(), from + size)), all.size(), shown, pages);
  }
}
