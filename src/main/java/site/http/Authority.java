package site.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * The host and port a request is for (RFC 9110 7.2).
 *
 * @param host lower case, without a trailing dot; IPv6 addresses as RFC 5952 writes them, without
 *     brackets
 * @param port as written, -1 when absent
 */
public record Authority(String host, int port) {
  /** RFC 1035 2.3.4, without the dot of the root. */
  private static final int LONGEST_NAME = 253;

  /**
   * Reads {@code host[:port]}.
   *
   * @return empty when the host is missing or no name, when there is user information (RFC 9110
   *     4.2.4), or when the port is not 1 to 65535
   */
  public static Optional<Authority> parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : firstColon(text);
    String host = text.startsWith("[") ? address(text, end) : name(text.substring(0, end));
    int port = port(text, end);
    return host == null || port < -1 ? Optional.empty() : Optional.of(new Authority(host, port));
  }

  private static int firstColon(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private static String address(String text, int end) {
    String literal = end == 0 ? "" : text.substring(1, end - 1);
    InetAddress address = literal.indexOf(':') < 0 ? null : IpLiteral.parse(literal);
    return address == null ? null : IpLiteral.text(address);
  }

  /** Letters, digits, hyphens and underscores between single dots; null for anything else. */
  private static String name(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return null;
    }
    char before = '.';
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.' ? before == '.' : !isNameCharacter(c)) {
        return null;
      }
      upper |= c >= 'A' && c <= 'Z';
      before = c;
    }
    return before == '.' ? null : upper ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        // Not a host name by RFC 952, but a name people use: internal services, DNS records.
        || c == '_';
  }

  /** The port behind the host, -1 for none (RFC 3986 3.2.3: it may be empty), -2 for a bad one. */
  private static int port(String text, int from) {
    int digits = text.length() - from - 1;
    if (digits <= 0) {
      return digits < 0 || text.charAt(from) == ':' ? -1 : -2;
    }
    if (text.charAt(from) != ':' || digits > 5) {
      return -2;
    }
    int port = 0;
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -2;
      }
      port = port * 10 + c - '0';
    }
    return port >= 1 && port <= 65535 ? port : -2;
  }

  @Override
  public String toString() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port < 0 ? name : name + ":" + port;
  }
}
