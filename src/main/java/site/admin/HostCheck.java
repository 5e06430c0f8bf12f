package site.admin;

import java.util.Locale;

/**
 * Whether a request was meant for the admin address. A page of somebody else can make a browser ask
 * a name of theirs that their DNS then lets point here (DNS rebinding), and would read the answer;
 * such a request names that host. An address cannot be made to point elsewhere, and {@code
 * localhost} belongs to this machine (RFC 6761 6.3).
 */
final class HostCheck {
  private HostCheck() {}

  /**
   * Decides.
   *
   * @param host as the client sent it, null for none
   */
  static boolean isOurs(String host) {
    if (host == null) {
      return false;
    }
    String name = withoutPort(host).toLowerCase(Locale.ROOT);
    return name.equals("localhost") || isIpv6(name) || isIpv4(name);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static boolean isIpv6(String name) {
    return name.matches("\\[[0-9a-f:.]+]");
  }

  private static boolean isIpv4(String name) {
    return name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
  }
}
