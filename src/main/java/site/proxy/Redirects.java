package site.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps what a target says of itself to how the client reaches it: where redirects lead, and which
 * paths and hosts cookies are for. Names of others are left alone.
 *
 * @param targets the authorities in lower case by which the target may call itself
 * @param base the client's way to it, such as {@code https://shop.example}
 * @param prefix what was stripped from the path, empty for nothing
 */
record Redirects(Set<String> targets, String base, String prefix) {
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?:https?:)?//([^/?#]*)([^?#]*)(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern REFRESH =
      Pattern.compile(
          "(\\s*[0-9.]+\\s*[;,]\\s*url\\s*=\\s*['\"]?)([^'\"]*)(['\"]?\\s*)",
          Pattern.CASE_INSENSITIVE);

  /** Changes the fields of a response. */
  void apply(MultiMap headers) {
    for (String name : List.of("location", "content-location")) {
      String value = headers.get(name);
      if (value != null) {
        headers.set(name, location(value));
      }
    }
    String refresh = headers.get("refresh");
    if (refresh != null) {
      headers.set("refresh", refresh(refresh));
    }
    List<String> cookies = headers.getAll("set-cookie");
    if (!cookies.isEmpty()) {
      headers.set("set-cookie", cookies.stream().map(this::cookie).toList());
    }
  }

  /** A URI reference (RFC 9110 10.2.2). */
  String location(String value) {
    Matcher absolute = ABSOLUTE.matcher(value);
    if (absolute.matches()) {
      return isTarget(absolute.group(1))
          ? base + prefixed(absolute.group(2)) + absolute.group(3)
          : value;
    }
    return value.startsWith("/") ? prefixed(value) : value;
  }

  /** {@code 5; url=/next}: no standard but HTML's, and known to every browser. */
  String refresh(String value) {
    Matcher refresh = REFRESH.matcher(value);
    return refresh.matches()
        ? refresh.group(1) + location(refresh.group(2)) + refresh.group(3)
        : value;
  }

  /** RFC 6265 4.1.2: a path of the target's becomes ours, a domain of its own is left out. */
  String cookie(String value) {
    String[] parts = value.split(";", -1);
    List<String> kept = new ArrayList<>(List.of(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      String attribute = parts[i].trim();
      String lower = attribute.toLowerCase(Locale.ROOT);
      if (lower.startsWith("path=/")) {
        kept.add(" Path=" + prefixed(attribute.substring(5)));
      } else if (!lower.startsWith("domain=") || !isTargetHost(lower.substring(7))) {
        kept.add(parts[i]);
      }
    }
    return String.join(";", kept);
  }

  private boolean isTarget(String authority) {
    return targets.contains(authority.toLowerCase(Locale.ROOT));
  }

  private boolean isTargetHost(String domain) {
    String host = domain.startsWith(".") ? domain.substring(1) : domain;
    return targets.stream().anyMatch(target -> target.replaceFirst(":[0-9]+$", "").equals(host));
  }

  /** Who was told of the prefix may have written it already. */
  private String prefixed(String path) {
    boolean there =
        path.equals(prefix) || path.startsWith(prefix + "/") || path.startsWith(prefix + "?");
    return prefix.isEmpty() || there ? path : prefix + path;
  }
}
