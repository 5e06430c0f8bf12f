package site.http;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Finds who sent a request: the peer, or whom trusted proxies name.
 *
 * <p>The way is walked back from the peer for as long as the one who wrote a step down is trusted;
 * it ends at the first address that is not trusted itself, or before the first that is none.
 *
 * <p>{@code X-Forwarded-For} wins over {@code Forwarded}: most proxies write the former and pass on
 * whatever a client put into the latter.
 */
public final class ClientAddress {
  private final Predicate<InetAddress> trusted;
  private final boolean trustUnixPeers;

  /**
   * Knows whom to believe.
   *
   * @param trusted the proxies
   * @param trustUnixPeers whether a peer on a Unix socket, which has no address, is one
   */
  public ClientAddress(Predicate<InetAddress> trusted, boolean trustUnixPeers) {
    this.trusted = trusted;
    this.trustUnixPeers = trustUnixPeers;
  }

  /** Whether this peer is one of the trusted proxies. */
  public boolean trusts(InetAddress peer) {
    return trusted.test(peer);
  }

  /**
   * Finds the client.
   *
   * @param peer null on a Unix socket
   * @param secure whether the peer's connection is encrypted
   */
  public Client find(InetAddress peer, int port, boolean secure, MultiMap headers) {
    if (peer == null ? !trustUnixPeers : !trusted.test(peer)) {
      return new Client(peer, port, secure, false);
    }
    if (headers.contains("x-forwarded-for")) {
      List<ForwardedHop> hops = ForwardedHop.ofXForwardedFor(headers.getAll("x-forwarded-for"));
      int steps = trustedSteps(hops);
      return client(peer, port, hops, steps, isSecure(xScheme(headers, steps), secure));
    }
    List<ForwardedHop> hops =
        headers.contains("forwarded")
            ? ForwardedHop.ofForwarded(headers.getAll("forwarded"))
            : List.of();
    int steps = trustedSteps(hops);
    String scheme =
        hops.isEmpty() ? xScheme(headers, 0) : hops.get(Math.max(steps - 1, 0)).scheme();
    return client(peer, port, hops, steps, isSecure(scheme, secure));
  }

  /** How many steps back can be believed. */
  private int trustedSteps(List<ForwardedHop> hops) {
    int steps = 0;
    while (steps < hops.size() && hops.get(steps).address() != null) {
      steps++;
      if (!trusted.test(hops.get(steps - 1).address())) {
        return steps;
      }
    }
    return steps;
  }

  private static Client client(
      InetAddress peer, int port, List<ForwardedHop> hops, int steps, boolean secure) {
    if (steps == 0) {
      return new Client(peer, port, secure, true);
    }
    ForwardedHop origin = hops.get(steps - 1);
    return new Client(origin.address(), origin.port(), secure, true);
  }

  /** The scheme as many steps back as the address; proxies that keep only one say the client's. */
  private static String xScheme(MultiMap headers, int steps) {
    if (!headers.contains("x-forwarded-proto")) {
      return "";
    }
    List<String> schemes = ForwardedHop.fromTheRight(headers.getAll("x-forwarded-proto"));
    int index = Math.min(Math.max(steps - 1, 0), schemes.size() - 1);
    return schemes.get(index).toLowerCase(Locale.ROOT);
  }

  /** What the proxy says, where it says something that has a meaning. */
  private static boolean isSecure(String scheme, boolean ownConnection) {
    return switch (scheme) {
      case "https", "wss" -> true;
      case "http", "ws" -> false;
      default -> ownConnection;
    };
  }
}
