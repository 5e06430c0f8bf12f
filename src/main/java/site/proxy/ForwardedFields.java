package site.proxy;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import site.config.ActionConfig.ForwardedHeaders;

/**
 * Decides which header fields tell a target who the client is. What an untrusted peer says about
 * itself is never passed on.
 */
final class ForwardedFields {
  private ForwardedFields() {}

  /**
   * What is known of a request.
   *
   * @param client the client's address; null for a peer on a Unix socket that names none
   * @param peer the address of who connected to us, the client or a proxy; null likewise
   * @param trusted whether the peer is a proxy we believe
   * @param scheme the client's {@code http} or {@code https}
   * @param host the host asked for, with a port where one was named
   * @param port the port asked for or, where none was named, that of the scheme
   * @param prefix what was stripped from the path, empty for nothing
   */
  record Origin(
      String client,
      String peer,
      boolean trusted,
      String scheme,
      String host,
      int port,
      String prefix) {}

  /** Whether a field, its name in lower case, belongs to those this class decides about. */
  static boolean isOne(String name) {
    return name.startsWith("x-forwarded-") || name.equals("forwarded") || name.equals("x-real-ip");
  }

  /** Writes the fields a target gets, given those that came with the request. */
  static void write(ForwardedHeaders mode, Origin origin, MultiMap received, MultiMap to) {
    if (origin.trusted()) {
      received.forEach((name, value) -> passOn(name, value, to));
    }
    if (mode == ForwardedHeaders.X || mode == ForwardedHeaders.BOTH) {
      writeX(origin, received, to);
    }
    if (mode == ForwardedHeaders.RFC7239 || mode == ForwardedHeaders.BOTH) {
      to.set("forwarded", Forwarded.chain(origin, received.getAll("forwarded")));
    }
  }

  private static void passOn(String name, String value, MultiMap to) {
    if (isOne(name.toLowerCase(Locale.ROOT))) {
      to.add(name, value);
    }
  }

  private static void writeX(Origin origin, MultiMap received, MultiMap to) {
    set(to, "x-forwarded-for", addresses(origin, received.getAll("x-forwarded-for")));
    set(to, "x-real-ip", origin.client());
    to.set("x-forwarded-proto", origin.scheme());
    setIfAbsent(to, "x-forwarded-host", origin.host());
    setIfAbsent(to, "x-forwarded-port", Integer.toString(origin.port()));
    set(to, "x-forwarded-prefix", prefix(origin, received.get("x-forwarded-prefix")));
  }

  /** The client first, then each proxy, the one that connected to us last. */
  private static String addresses(Origin origin, List<String> received) {
    if (!origin.trusted()) {
      return origin.client();
    }
    String before = received.isEmpty() ? origin.client() : String.join(", ", received);
    if (before == null || origin.peer() == null || before.equals(origin.peer())) {
      return before == null ? origin.peer() : before;
    }
    return before + ", " + origin.peer();
  }

  /** What all proxies together stripped. */
  private static String prefix(Origin origin, String received) {
    boolean plain = origin.trusted() && received != null && received.startsWith("/");
    String outer = plain ? received : "";
    String whole = (outer.endsWith("/") ? outer.substring(0, outer.length() - 1) : outer);
    whole += origin.prefix();
    return whole.isEmpty() ? null : whole;
  }

  private static void set(MultiMap to, String name, String value) {
    if (value != null) {
      to.set(name, value);
    }
  }

  private static void setIfAbsent(MultiMap to, String name, String value) {
    if (!to.contains(name)) {
      to.set(name, value);
    }
  }
}
