package site.compare;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import site.http.aside.Answer;

/** Decides whether two answers are the same to a client. */
final class Comparer {
  /** Fields clients act on. Dates, tags and lengths follow from bodies, or differ by nature. */
  private static final List<String> FIELDS =
      List.of(
          "content-type",
          "location",
          "cache-control",
          "content-disposition",
          "content-language",
          "allow",
          "link",
          "www-authenticate");

  private Comparer() {}

  /**
   * The first difference.
   *
   * @param withBody whether the method lets answers have one
   */
  static Difference compare(Answer served, Answer other, boolean withBody) {
    if (served.status() != other.status()) {
      return Difference.of(Verdict.STATUS, served.status(), other.status());
    }
    return FIELDS.stream()
        .flatMap(name -> field(name, served.headers(), other.headers()).stream())
        .findFirst()
        .or(() -> cookies(served.headers(), other.headers()))
        .or(() -> withBody ? Bodies.compare(served, other) : Optional.empty())
        .orElse(Difference.NONE);
  }

  private static Optional<Difference> field(String name, MultiMap served, MultiMap other) {
    String one = normalised(name, served);
    String two = normalised(name, other);
    return one.equals(two)
        ? Optional.empty()
        : Optional.of(Difference.of(Verdict.HEADERS, name + ": " + one, name + ": " + two));
  }

  /** RFC 9110 5.3: several lines are one list; blanks around commas and semicolons mean nothing. */
  private static String normalised(String name, MultiMap fields) {
    String value = String.join(",", fields.getAll(name)).replaceAll("\\s*([,;])\\s*", "$1").strip();
    return name.equals("content-type") ? value.toLowerCase(Locale.ROOT) : value;
  }

  /** Their values are different for every session. */
  private static Optional<Difference> cookies(MultiMap served, MultiMap other) {
    String one = cookieNames(served);
    String two = cookieNames(other);
    return one.equals(two)
        ? Optional.empty()
        : Optional.of(Difference.of(Verdict.HEADERS, "set-cookie: " + one, "set-cookie: " + two));
  }

  private static String cookieNames(MultiMap fields) {
    return fields.entries().stream()
        .filter(field -> field.getKey().equalsIgnoreCase("set-cookie"))
        .map(Map.Entry::getValue)
        .map(cookie -> cookie.split("=", 2)[0].strip())
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }
}
