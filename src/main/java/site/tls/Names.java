package site.tls;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names of certificates in the one form in which they are compared. */
final class Names {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private static final int LONGEST = 253;
  private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern HOST_NAME =
      Pattern.compile("(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*");

  private Names() {}

  /** The subject alternative names of a certificate (RFC 5280 4.2.1.6), sorted. */
  static Set<String> of(X509Certificate certificate) {
    Set<String> names = new TreeSet<>();
    for (List<?> name : alternativeNames(certificate)) {
      if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
        names.add(normalized((String) name.get(1)));
      }
    }
    return names;
  }

  /** Whether a certificate can be made for it: a host name, a one-label wildcard or an address. */
  static boolean isValid(String name) {
    String plain = normalized(name);
    return ipAddress(plain).isPresent()
        || (plain.length() <= LONGEST && HOST_NAME.matcher(plain).matches());
  }

  /** Lower case without a trailing dot; IP addresses in one text form. */
  static String normalized(String name) {
    return ipAddress(name).map(InetAddress::getHostAddress).orElseGet(() -> lowerCase(name));
  }

  /** The address that an IPv4 or IPv6 literal means; empty for any other name. Asks no DNS. */
  static Optional<InetAddress> ipAddress(String literal) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
    try {
      return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException wrongLength) {
      return Optional.empty();
    }
  }

  private static String lowerCase(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException unreadable) {
      return List.of();
    }
  }
}
