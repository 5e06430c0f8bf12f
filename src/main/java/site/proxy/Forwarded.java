package site.proxy;

import java.util.List;
import site.proxy.ForwardedFields.Origin;

/** Writes the {@code Forwarded} field of RFC 7239. */
final class Forwarded {
  private Forwarded() {}

  /** What trusted proxies wrote before us and, behind it, what we know. */
  static String chain(Origin origin, List<String> received) {
    if (!origin.trusted() || received.isEmpty()) {
      return element(origin.client(), origin);
    }
    return String.join(", ", received) + ", " + element(origin.peer(), origin);
  }

  private static String element(String sender, Origin origin) {
    return "for=" + node(sender) + ";host=" + quoted(origin.host()) + ";proto=" + origin.scheme();
  }

  /** RFC 7239 6: IPv6 in brackets and quoted, {@code unknown} for who has no address. */
  private static String node(String address) {
    if (address == null) {
      return "unknown";
    }
    return address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
  }

  /** RFC 7239 4: only a token may stand without quotes, and a colon is none. */
  private static String quoted(String host) {
    return host.indexOf(':') < 0 ? host : '"' + host + '"';
  }
}
