package site.dev;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a page's Content Security Policy lets a script of its own origin run and open an event
 * stream to it. No policy is ever changed: the page must behave as it will in production.
 */
final class ScriptPolicy {
  private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/_=-]+)'");

  private ScriptPolicy() {}

  /**
   * The attribute the script needs, empty text for none; absent when it must not be there.
   *
   * @param policies one for each header field; all of them count (CSP 3, 4.2)
   */
  static Optional<String> attribute(List<String> policies) {
    String attribute = "";
    for (String policy : policies) {
      Map<String, List<String>> directives = directives(policy);
      Optional<String> nonce = nonce(scripts(directives));
      if (!connects(directives) || isSandboxed(directives)) {
        return Optional.empty();
      }
      if (nonce.isPresent()) {
        attribute = " nonce=\"" + nonce.get() + "\"";
      } else if (!allowsSelf(scripts(directives))) {
        return Optional.empty();
      }
    }
    return Optional.of(attribute);
  }

  /** Of a directive that is written twice the first counts (CSP 3, 2.2.1). */
  private static Map<String, List<String>> directives(String policy) {
    Map<String, List<String>> directives = new HashMap<>();
    for (String directive : policy.split(";", -1)) {
      List<String> words = Arrays.asList(directive.trim().split("\\s+", -1));
      directives.putIfAbsent(words.get(0).toLowerCase(Locale.ROOT), words.subList(1, words.size()));
    }
    return directives;
  }

  /** Null where everything is allowed. */
  private static List<String> first(Map<String, List<String>> directives, String... names) {
    return Arrays.stream(names)
        .map(directives::get)
        .filter(sources -> sources != null)
        .findFirst()
        .orElse(null);
  }

  private static List<String> scripts(Map<String, List<String>> directives) {
    return first(directives, "script-src-elem", "script-src", "default-src");
  }

  private static boolean connects(Map<String, List<String>> directives) {
    List<String> sources = first(directives, "connect-src", "default-src");
    return sources == null || sources.contains("'self'") || sources.contains("*");
  }

  private static boolean isSandboxed(Map<String, List<String>> directives) {
    List<String> sandbox = directives.get("sandbox");
    return sandbox != null
        && !(sandbox.contains("allow-scripts") && sandbox.contains("allow-same-origin"));
  }

  private static Optional<String> nonce(List<String> sources) {
    return sources == null
        ? Optional.empty()
        : sources.stream()
            .map(NONCE::matcher)
            .filter(Matcher::matches)
            .map(found -> found.group(1))
            .findFirst();
  }

  /** With 'strict-dynamic' only nonces and hashes count (CSP 3, 8.2). */
  private static boolean allowsSelf(List<String> sources) {
    return sources == null
        || (!sources.contains("'strict-dynamic'")
            && (sources.contains("'self'") || sources.contains("*")));
  }
}
