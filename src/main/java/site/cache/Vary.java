package site.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which requests a stored response is for, beside its address (RFC 9111 4.1).
 *
 * @param names of the request fields the response depends on, in lower case
 * @param values what the request had in them, in normal form; empty text for nothing
 */
record Vary(List<String> names, List<String> values) {
  static final Vary NOTHING = new Vary(List.of(), List.of());

  /** Lists whose order says nothing: preferences are told by weights (RFC 9110 12.5). */
  private static final List<String> UNORDERED =
      List.of("accept-encoding", "accept-language", "accept-charset");

  /**
   * What a response to a request depends on.
   *
   * @param request all values of a request field
   */
  static Vary of(Fields response, Function<String, List<String>> request) {
    List<String> names = names(response);
    return names.isEmpty()
        ? NOTHING
        : new Vary(names, names.stream().map(name -> normal(name, request)).toList());
  }

  /** Whether it depends on more than the fields of the request: nothing can match it. */
  static boolean isAnything(Fields response) {
    return names(response).contains("*");
  }

  boolean matches(Function<String, List<String>> request) {
    for (int i = 0; i < names.size(); i++) {
      if (!values.get(i).equals(normal(names.get(i), request))) {
        return false;
      }
    }
    return true;
  }

  /** What a request has in the fields this one depends on. */
  String valuesIn(Function<String, List<String>> request) {
    return names.stream().map(name -> normal(name, request)).collect(Collectors.joining("\n"));
  }

  private static List<String> names(Fields response) {
    return response.values("vary").stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(name -> name.trim().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * RFC 9111 4.1: white space and the division into lines mean nothing, and for fields whose syntax
   * we know neither do case and order. Which members there are is never touched: only the origin
   * knows which of them make a difference.
   */
  private static String normal(String name, Function<String, List<String>> request) {
    List<String> lines = request.apply(name);
    if (lines.isEmpty()) {
      return "";
    }
    if (name.equals("cookie") || name.equals("user-agent")) {
      return String.join(", ", lines).trim();
    }
    return UNORDERED.contains(name) ? unordered(lines) : members(lines);
  }

  private static String members(List<String> lines) {
    List<String> members = new ArrayList<>();
    for (String line : lines) {
      for (String member : line.split(",", -1)) {
        members.add(member.trim());
      }
    }
    return String.join(",", members);
  }

  private static String unordered(List<String> lines) {
    return Arrays.stream(members(lines).toLowerCase(Locale.ROOT).split(",", -1))
        .map(member -> member.replace(" ", "").replace("\t", ""))
        .filter(member -> !member.isEmpty())
        .map(member -> member.replaceFirst(";q=1(\\.0*)?$", ""))
        .distinct()
        .sorted()
        .collect(Collectors.joining(","));
  }
}
