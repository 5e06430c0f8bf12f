package site.respond;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.http.Location;

/**
 * The {@code to} of a redirect: a path on this host or a URL, with places the request fills in.
 * Refuses targets whose host the client could choose, but for {@code {host}}, which it did choose.
 *
 * @param origin scheme and host as written, empty for a path on this host
 * @param path begins with a slash or a place that does, or is empty behind an origin
 * @param query null when none was written, so that the request's own is kept; empty to drop it
 * @param fragment without its {@code #}, empty for none
 */
record RedirectTarget(String origin, String path, String query, String fragment) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<origin>(?:[a-z][a-z0-9+.-]*:)?//(?:\\{host}|[\\w.\\[\\]:-])+)?"
              + "(?<path>(?:/|\\{path})[^?#]*)?"
              + "(?:\\?(?<query>[^#]*))?"
              + "(?:#(?<fragment>.*))?");
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
  private static final Set<String> PLACES = Set.of("rest", "path", "host", "query");

  /**
   * Reads a target.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static RedirectTarget parse(String to) {
    Matcher form = FORM.matcher(to);
    if (to.isEmpty() || !form.matches() || (form.group("origin") == null && !hasPath(form))) {
      throw new IllegalArgumentException(
          "\"" + to + "\" (expected a path that begins with / or {path}, or a URL)");
    }
    requireKnownPlaces(to);
    return new RedirectTarget(
        or(form.group("origin")),
        or(form.group("path")),
        form.group("query"),
        or(form.group("fragment")));
  }

  private static void requireKnownPlaces(String to) {
    for (Matcher place = PLACE.matcher(to); place.find(); ) {
      if (!PLACES.contains(place.group(1))) {
        throw new IllegalArgumentException(
            place.group() + " (expected {rest}, {path}, {host} or {query})");
      }
    }
  }

  /** Whether the request fills in this place. */
  boolean uses(String place) {
    return (path + query + fragment).contains("{" + place + "}");
  }

  /**
   * The {@code Location}.
   *
   * @param values what to fill in, by the name of the place
   * @param ownQuery the request's query, null for none
   */
  String location(UnaryOperator<String> values, String ownQuery) {
    String asked = query == null ? ownQuery : emptyToNull(fill(query, values));
    String host = origin.replace("{host}", values.apply("host"));
    String part = fragment.isEmpty() ? "" : "#" + Location.safe(fill(fragment, values));
    return host + reference(fill(path, values), asked) + part;
  }

  private String reference(String below, String asked) {
    if (origin.isEmpty() || !below.isEmpty()) {
      return Location.onThisHost(below, asked);
    }
    return asked == null ? "" : "?" + Location.safe(asked);
  }

  private static String fill(String template, UnaryOperator<String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(values.apply(place.group(1))));
  }

  private static boolean hasPath(Matcher form) {
    return form.group("path") != null;
  }

  private static String or(String text) {
    return text == null ? "" : text;
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
