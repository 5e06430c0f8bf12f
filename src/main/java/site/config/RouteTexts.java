package site.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import site.config.ActionConfig.HostHeader;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;

/** The plain values of routes: path patterns and templates. Pure. */
final class RouteTexts {
  private static final String PATH =
      "\"/x\" for itself, \"/x/*\" for all below, \"*.pdf\" for an ending or \"~ regex\"";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern DOTS = Pattern.compile("(^|/)\\.\\.?(/|$)");
  private static final Pattern ESCAPE = Pattern.compile("%(?!2[fF])[0-9a-fA-F]{2}");

  private RouteTexts() {}

  static Scalar path() {
    return new Scalar(
        PATH,
        (text, home) -> pathPattern(text),
        Map.of("type", "string", "pattern", "^(/|\\*[^*/]|~)"));
  }

  /** A path of this server: no pattern. */
  static Scalar plainPath(String expectation) {
    return Scalars.textThat(expectation, text -> text.startsWith("/") && !text.startsWith("//"));
  }

  static Scalar prefix() {
    return Scalars.textThat(
        "a path such as /api, no slash at its end",
        text ->
            text.length() > 1 && text.startsWith("/") && !text.endsWith("/") && isLiteral(text));
  }

  static Scalar rewrite() {
    return new Scalar(
        "a path that may contain {path} and {rest}",
        (text, home) ->
            text.startsWith("/") || text.startsWith("{path}")
                ? template(text, Set.of("path", "rest"))
                : Reading.WRONG,
        Map.of("type", "string", "pattern", "^(/|\\{path\\})"));
  }

  static Scalar redirectTarget() {
    return new Scalar(
        "a path or URL that may contain {rest}, {path}, {host} and {query}",
        (text, home) ->
            text.matches("(?i)(/|https?://|\\{path})\\S*")
                ? template(text, Set.of("rest", "path", "host", "query"))
                : Reading.WRONG,
        Map.of("type", "string", "pattern", "^(/|https?://|\\{path\\})"));
  }

  static Scalar hostHeader() {
    return new Scalar(
        "keep, upstream or a host with or without a port",
        (text, home) ->
            switch (text) {
              case "keep" -> new Reading.Value(HostHeader.KEEP);
              case "upstream" -> new Reading.Value(new HostHeader(HostHeader.Kind.UPSTREAM, ""));
              default ->
                  isAuthority(text)
                      ? new Reading.Value(new HostHeader(HostHeader.Kind.VALUE, text))
                      : Reading.WRONG;
            },
        Map.of("type", "string"));
  }

  private static Reading pathPattern(String text) {
    if (text.startsWith("~")) {
      return regex(text);
    }
    boolean ending = text.startsWith("*");
    boolean below = text.startsWith("/") && text.endsWith("/*");
    String literal =
        ending ? text.substring(1) : below ? text.substring(0, text.length() - 1) : text;
    if (!isLiteral(literal)
        || (ending ? literal.isEmpty() || literal.contains("/") : !text.startsWith("/"))) {
      return text.startsWith("/") || ending || text.isEmpty()
          ? Reading.WRONG
          : new Reading.Wrong(
              "", pathPattern("/" + text) instanceof Reading.Value ? "/" + text : "");
    }
    if (DOTS.matcher(literal).find() && !ending) {
      return Reading.wrong("a path without . and .. segments, which no request has left");
    }
    return ESCAPE.matcher(literal).find()
        ? Reading.wrong("the path in plain characters; escapes are decoded before it is compared")
        : new Reading.Value(text);
  }

  private static Reading regex(String text) {
    try {
      var unused = Pattern.compile(text.substring(1).strip());
      return new Reading.Value("~ " + text.substring(1).strip());
    } catch (PatternSyntaxException e) {
      return Reading.wrong(
          "a regular expression: " + e.getDescription() + " near index " + e.getIndex());
    }
  }

  private static Reading template(String text, Set<String> known) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(name -> !known.contains(name))
        .findFirst()
        .<Reading>map(name -> unknownPlaceholder(name, known))
        .orElse(new Reading.Value(text));
  }

  private static Reading unknownPlaceholder(String name, Set<String> known) {
    var braced = new TreeSet<>(known).stream().map(word -> "{" + word + "}").toList();
    Optional<String> meant = DidYouMean.nearest(name, known).map(word -> "{" + word + "}");
    return new Reading.Wrong("no other placeholder than " + Scalars.list(braced), meant.orElse(""));
  }

  private static boolean isLiteral(String text) {
    return text.chars().noneMatch(c -> c == '*' || c == '?' || c == '#' || c < ' ');
  }

  private static boolean isAuthority(String text) {
    String host = text.replaceFirst(":[0-9]{1,5}$", "");
    return !host.contains("*") && HostName.canonical(host).isPresent();
  }
}
