package site.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One step of a request's way, as a proxy wrote it down.
 *
 * @param address null when the proxy does not say, or says something else than an IP address
 * @param port 0 when it does not say
 * @param scheme lower case, empty when it does not say
 */
record ForwardedHop(InetAddress address, int port, String scheme) {

  /** The hops of {@code X-Forwarded-For}, nearest first. */
  static List<ForwardedHop> ofXForwardedFor(List<String> lines) {
    return fromTheRight(lines).stream().map(node -> node(node, "")).toList();
  }

  /** The hops of {@code Forwarded} (RFC 7239 4), nearest first. */
  static List<ForwardedHop> ofForwarded(List<String> lines) {
    return fromTheRight(lines).stream().map(ForwardedHop::element).toList();
  }

  /**
   * Comma-separated elements, last first. Read backwards because the end is what the nearest proxy
   * wrote: no quote a client leaves open in front can swallow it.
   */
  static List<String> fromTheRight(List<String> lines) {
    List<String> elements = new ArrayList<>();
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      int end = line.length();
      while (end >= 0) {
        int comma = separatorBefore(line, end, ',');
        elements.add(line.substring(comma + 1, end).trim());
        end = comma;
      }
    }
    return elements;
  }

  /** The separator before {@code end} outside of quotes, -1 for none. */
  private static int separatorBefore(String line, int end, char separator) {
    boolean quoted = false;
    for (int i = end - 1; i >= 0; i--) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static ForwardedHop element(String element) {
    String node = "";
    String scheme = "";
    int end = element.length();
    while (end >= 0) {
      int semicolon = separatorBefore(element, end, ';');
      String pair = element.substring(semicolon + 1, end).trim();
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).toLowerCase(Locale.ROOT);
      if (name.equals("for")) {
        node = unquoted(pair.substring(equals + 1));
      } else if (name.equals("proto")) {
        scheme = unquoted(pair.substring(equals + 1)).toLowerCase(Locale.ROOT);
      }
      end = semicolon;
    }
    return node(node, scheme);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1} or {@code [2001:db8::1]:80}. */
  private static ForwardedHop node(String node, String scheme) {
    boolean bracketed = node.startsWith("[");
    int hostEnd = bracketed ? node.indexOf(']') : node.indexOf(':');
    boolean bare = !bracketed && (hostEnd < 0 || node.indexOf(':', hostEnd + 1) > 0);
    if (bare) {
      return new ForwardedHop(IpLiteral.parse(node), 0, scheme);
    }
    InetAddress address =
        hostEnd < 0 ? null : IpLiteral.parse(node.substring(bracketed ? 1 : 0, hostEnd));
    int port = port(node.substring(hostEnd + (bracketed ? 1 : 0)));
    return new ForwardedHop(port < 0 ? null : address, Math.max(port, 0), scheme);
  }

  /** From {@code :80}; 0 when absent or hidden (RFC 7239 6.3: {@code _name}), -1 for garbage. */
  private static int port(String text) {
    if (text.isEmpty() || text.startsWith(":_")) {
      return 0;
    }
    return text.matches(":[0-9]{1,5}") ? Integer.parseInt(text.substring(1)) : -1;
  }
}
