package site.files;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * In which order a directory is shown, and how far into it. Pure.
 *
 * @param page counted from 1
 */
record ListingView(Sort sort, boolean descending, int page) {
  /** As many as a browser shows without getting slow. */
  static final int PAGE = 1000;

  private static final Comparator<DirectoryEntry> BY_NAME =
      Comparator.comparing(DirectoryEntry::name, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(DirectoryEntry::name);

  /** What entries are sorted by. */
  enum Sort {
    NAME,
    SIZE,
    MODIFIED;

    private Comparator<DirectoryEntry> order() {
      return switch (this) {
        case NAME -> BY_NAME;
        case SIZE -> Comparator.comparingLong(DirectoryEntry::size).thenComparing(BY_NAME);
        case MODIFIED -> Comparator.comparing(DirectoryEntry::modified).thenComparing(BY_NAME);
      };
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code sort}, {@code order} and {@code page} of a query; what is none of ours is ignored.
   *
   * @param query null for none
   */
  static ListingView of(String query) {
    var asked = new QueryStringDecoder(query == null ? "" : query, false).parameters();
    String sort = first(asked, "sort");
    return new ListingView(
        List.of(Sort.values()).stream()
            .filter(one -> one.text().equals(sort))
            .findFirst()
            .orElse(Sort.NAME),
        first(asked, "order").equals("desc"),
        page(first(asked, "page")));
  }

  private static String first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of("")).get(0);
  }

  private static int page(String number) {
    return number.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(number) : 1;
  }

  /** The entries of this page: directories first, as people look for them first. */
  List<DirectoryEntry> shown(List<DirectoryEntry> all) {
    Comparator<DirectoryEntry> order = descending ? sort.order().reversed() : sort.order();
    return all.stream()
        .sorted(Comparator.comparing(DirectoryEntry::isDirectory).reversed().thenComparing(order))
        .skip((page - 1L) * PAGE)
        .limit(PAGE)
        .toList();
  }

  /** How many pages that many entries take, at least one. */
  static int pages(int entries) {
    return Math.max(1, (entries + PAGE - 1) / PAGE);
  }

  ListingView on(int otherPage) {
    return new ListingView(sort, descending, otherPage);
  }

  /** Sorted by a column: the other way round where it was already. */
  ListingView by(Sort column) {
    return new ListingView(column, sort == column && !descending, 1);
  }

  String query() {
    return "?sort="
        + sort.text()
        + (descending ? "&order=desc" : "")
        + (page > 1 ? "&page=" + page : "");
  }
}
