package site.config;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may be written as the host of a site, and the one form it is compared in. Pure. */
public final class HostName {
  static final String EXPECTATION =
      "a host name, a name below a wildcard such as \"*.example.com\", an IP address or \"*\"";

  /** Underscores are no part of host names (RFC 952), but container networks are full of them. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

  /** Names no public authority certifies: RFC 6761, RFC 6762, RFC 8375, ICANN's ".internal". */
  private static final List<String> PRIVATE =
      List.of("localhost", "local", "test", "example", "invalid", "internal", "home.arpa", "lan");

  private static final List<Network> SPECIAL =
      Stream.of(
              "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12"
                  + " 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24"
                  + " 203.0.113.0/24 224.0.0.0/3 ::/8 64:ff9b:1::/48 100::/64 2001:db8::/32"
                  + " fc00::/7 fe80::/10 ff00::/8")
          .flatMap(all -> Stream.of(all.split(" ")))
          .map(text -> Network.parse(text).orElseThrow())
          .toList();

  private HostName() {}

  /**
   * The form hosts are compared in: lower case, A-labels (RFC 5890), IPv6 without brackets as in
   * RFC 5952.
   *
   * @return empty when no request can ever name such a host
   */
  static Optional<String> canonical(String text) {
    if (text.equals("*")) {
      return Optional.of(text);
    }
    if (text.startsWith("*.")) {
      return name(text.substring(2)).map(name -> "*." + name);
    }
    return address(text).or(() -> name(text));
  }

  /**
   * Whether a public certificate authority can vouch for it: a name below a public suffix or a
   * public address.
   *
   * @param canonical as the records of the configuration hold hosts
   */
  public static boolean isPublic(String canonical) {
    String name = canonical.startsWith("*.") ? canonical.substring(2) : canonical;
    if (address(name).isPresent()) {
      return isPublicAddress(Network.literal(name));
    }
    return name.indexOf('.') > 0
        && PRIVATE.stream().noneMatch(top -> name.equals(top) || name.endsWith("." + top));
  }

  /** IANA's special-purpose registries (RFC 6890). */
  private static boolean isPublicAddress(InetAddress address) {
    return SPECIAL.stream().noneMatch(network -> network.contains(address));
  }

  private static Optional<String> address(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String bare = bracketed ? text.substring(1, text.length() - 1) : text;
    return Optional.ofNullable(Network.literal(bare)).map(NetUtil::toAddressString);
  }

  private static Optional<String> name(String text) {
    String ascii = ascii(text);
    if (ascii.isEmpty() || ascii.length() > 253) {
      return Optional.empty();
    }
    List<String> labels = List.of(ascii.split("\\.", -1));
    boolean numeric = labels.get(labels.size() - 1).chars().allMatch(c -> c >= '0' && c <= '9');
    return numeric || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())
        ? Optional.empty()
        : Optional.of(ascii);
  }

  private static String ascii(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text.toLowerCase(Locale.ROOT);
    }
    try {
      return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return "";
    }
  }
}
