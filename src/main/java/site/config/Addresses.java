package site.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.config.Shape.Reading;
import site.config.Shape.Scalar;
import site.config.TargetUrl.Protocol;

/** The plain values that name a socket: of a listener, or of a target. */
final class Addresses {
  private static final String UNIX = "unix:";

  /** RFC 2782: the service, the transport and whose it is. */
  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9+]+://(_[a-z0-9-]{1,62}[.]_tcp[.])(.+)");

  private Addresses() {}

  static Scalar listener() {
    return new Scalar(
        "an address such as \":80\", \"127.0.0.1:80\", \"[::1]:80\" or \"unix:run/http.sock\"",
        Addresses::listener,
        Map.of("type", "string", "pattern", "^(unix:.+|.*:[0-9]{1,5})$"));
  }

  static Scalar target() {
    return new Scalar(
        "a target such as http://127.0.0.1:8000 or unix:/run/app.sock",
        (text, home) -> target(text),
        Map.of("type", "string", "pattern", "^[a-z0-9+]+:"));
  }

  /** A {@link Names#name} when it has no colon, else a target. */
  static Scalar upstreamOrTarget() {
    return new Scalar(
        "the name of an upstream, or a target such as http://127.0.0.1:8000 or unix:/run/app.sock",
        (text, home) -> {
          if (text.indexOf(':') >= 0) {
            return target(text);
          }
          return Names.isName(text) ? new Reading.Value(text) : Reading.WRONG;
        },
        Map.of("type", "string"));
  }

  private static Reading listener(String text, Path home) {
    if (text.startsWith(UNIX)) {
      return Paths.resolve(text.substring(UNIX.length()), home)
          .map(Addresses::socket)
          .orElse(Reading.WRONG);
    }
    int colon = text.lastIndexOf(':');
    Optional<Integer> port = colon < 0 ? Optional.empty() : port(text.substring(colon + 1));
    if (port.isEmpty()) {
      return port(text).isPresent() ? new Reading.Wrong("", ":" + text) : Reading.WRONG;
    }
    String host = text.substring(0, colon);
    return host.isEmpty() || isAddress(host)
        ? new Reading.Value(new Address.Tcp(canonical(host), port.get()))
        : new Reading.Wrong("", nearestListener(host, port.get()));
  }

  private static String nearestListener(String host, int port) {
    return switch (host) {
      case "*" -> ":" + port;
      case "localhost" -> "127.0.0.1:" + port;
      default -> Network.literal(host) != null ? "[" + host + "]:" + port : "";
    };
  }

  private static Reading target(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    if (scheme.equals("unix")) {
      return unix(Protocol.HTTP, rest);
    }
    for (Protocol protocol : Protocol.values()) {
      if (scheme.equals(protocol.scheme())) {
        return tcp(protocol, text);
      }
      if (scheme.equals(protocol.scheme() + "+unix")) {
        return unix(protocol, rest);
      }
      if (scheme.equals("srv+" + protocol.scheme())) {
        return service(protocol, text.toLowerCase(Locale.ROOT));
      }
    }
    return new Reading.Wrong("", colon > 0 && isTarget("http://" + text) ? "http://" + text : "");
  }

  private static boolean isTarget(String text) {
    return tcp(Protocol.HTTP, text) instanceof Reading.Value;
  }

  /** A relative path would depend on where the server was started. */
  private static Reading unix(Protocol protocol, String path) {
    return path.startsWith("/")
        ? Paths.resolve(path, Path.of("/"))
            .map(resolved -> with(protocol, socket(resolved)))
            .orElse(Reading.WRONG)
        : Reading.wrong("unix: and the absolute path of a socket");
  }

  private static Reading service(Protocol protocol, String text) {
    Matcher matcher = SERVICE.matcher(text);
    return matcher.matches()
            && HostName.canonical(matcher.group(2)).filter(Addresses::isName).isPresent()
        ? new Reading.Value(
            new TargetUrl(protocol, new Address.Service(matcher.group(1) + matcher.group(2))))
        : Reading.wrong("srv+" + protocol.scheme() + "://_SERVICE._tcp.NAME");
  }

  private static boolean isName(String host) {
    return !host.startsWith("*") && Network.literal(host) == null;
  }

  private static Reading with(Protocol protocol, Reading address) {
    return address instanceof Reading.Value value
        ? new Reading.Value(new TargetUrl(protocol, (Address) value.value()))
        : address;
  }

  private static Reading tcp(Protocol protocol, String text) {
    try {
      URI uri = new URI(text);
      if (uri.isOpaque()) {
        return Reading.WRONG;
      }
      boolean bare =
          uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (!bare || (uri.getPort() < 0 && protocol.port() == 0)) {
        return Reading.wrong(protocol.scheme() + "://, a host and a port, nothing behind");
      }
      String host = uri.getHost();
      int port = uri.getPort() < 0 ? protocol.port() : uri.getPort();
      return host == null || uri.getRawUserInfo() != null || port < 1 || port > 65535
          ? Reading.WRONG
          : new Reading.Value(new TargetUrl(protocol, new Address.Tcp(unbracketed(host), port)));
    } catch (URISyntaxException e) {
      return Reading.WRONG;
    }
  }

  private static Reading socket(Path path) {
    return Paths.socketOfFittingLength(path) instanceof Reading.Wrong wrong
        ? wrong
        : new Reading.Value(new Address.Unix(path));
  }

  /** One way to write an address, so that two listeners can be compared. */
  private static String canonical(String host) {
    return host.isEmpty() ? host : HostName.canonical(host).orElseThrow();
  }

  private static boolean isAddress(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed == (host.indexOf(':') >= 0) && Network.literal(unbracketed(host)) != null;
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Optional<Integer> port(String text) {
    return text.matches("[0-9]{1,5}")
        ? Optional.of(Integer.valueOf(text)).filter(port -> port <= 65535)
        : Optional.empty();
  }
}
