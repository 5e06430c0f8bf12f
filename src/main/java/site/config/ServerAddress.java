package site.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server of somebody else's is.
 *
 * @param host a name or an address
 * @param port 0 where it is the usual one
 */
public record ServerAddress(String host, int port) {
  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]*)\\](?::([0-9]{1,5}))?");
  private static final Pattern PLAIN = Pattern.compile("([^:\\[\\]]+)(?::([0-9]{1,5}))?");

  /** Reads {@code host}, {@code host:53}, {@code [::1]:53} and a bare {@code ::1}. */
  static Optional<ServerAddress> parse(String text) {
    if (text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[")) {
      return of(text, null);
    }
    Matcher matcher = (text.startsWith("[") ? BRACKETS : PLAIN).matcher(text);
    return matcher.matches() ? of(matcher.group(1), matcher.group(2)) : Optional.empty();
  }

  private static Optional<ServerAddress> of(String host, String port) {
    int number = port == null ? 0 : Integer.parseInt(port);
    boolean wrong = port != null && (number < 1 || number > 65_535);
    Optional<String> known = HostName.canonical(host).filter(name -> !name.startsWith("*"));
    return known.filter(name -> !wrong).map(name -> new ServerAddress(name, number));
  }

  /** The port, or the usual one. */
  public int portOr(int usual) {
    return port == 0 ? usual : port;
  }

  @Override
  public String toString() {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == 0 ? shown : shown + ":" + port;
  }
}
