package site.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which field sections of HTTP/3 are malformed (RFC 9114 4.1.2), of those its decoder lets through.
 * What passes here can be written as HTTP/1.1 and means the same there.
 */
public final class FieldRules {
  /** RFC 9114 4.2: they have no meaning where frames tell where a message ends. */
  private static final Set<String> OF_CONNECTIONS =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  private static final String OTHER_TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

  private FieldRules() {}

  /** What is wrong with the fields a request begins with. */
  public static Optional<String> faultInRequest(
      Iterable<? extends Map.Entry<? extends CharSequence, ? extends CharSequence>> fields) {
    return first(fields, true);
  }

  /** What is wrong with the fields a request ends with. */
  public static Optional<String> faultInTrailers(
      Iterable<? extends Map.Entry<? extends CharSequence, ? extends CharSequence>> fields) {
    return first(fields, false);
  }

  private static Optional<String> first(
      Iterable<? extends Map.Entry<? extends CharSequence, ? extends CharSequence>> fields,
      boolean inRequest) {
    for (Map.Entry<? extends CharSequence, ? extends CharSequence> field : fields) {
      String fault = fault(field.getKey().toString(), field.getValue(), inRequest);
      if (fault != null) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private static String fault(String name, CharSequence value, boolean inRequest) {
    if (!isValue(value)) {
      return "a value with characters that no value may have";
    }
    if (name.startsWith(":")) {
      return inRequest ? faultInPseudoField(name, value) : "a pseudo field among trailers";
    }
    if (!isName(name)) {
      return "a name with characters that no name may have";
    }
    if (OF_CONNECTIONS.contains(name)) {
      return name + ": about a connection of HTTP/1.1";
    }
    return name.equals("te") && !"trailers".contentEquals(value) ? "te: not trailers" : null;
  }

  /** RFC 9114 4.3.1; extended CONNECT (RFC 9220) was not offered. */
  private static String faultInPseudoField(String name, CharSequence value) {
    return switch (name) {
      case ":method" -> isToken(value) ? null : ":method: not a token";
      case ":scheme" -> isEither(value, "https", "http") ? null : ":scheme: neither http nor https";
      case ":path" -> value.length() > 0 ? null : ":path: empty";
      case ":authority" -> null;
      default -> "a pseudo field that requests don't have";
    };
  }

  private static boolean isEither(CharSequence value, String one, String other) {
    return one.contentEquals(value) || other.contentEquals(value);
  }

  /** RFC 9110 5.6.2, in lower case (RFC 9114 4.2). */
  private static boolean isName(CharSequence name) {
    return isToken(name) && name.chars().noneMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static boolean isToken(CharSequence text) {
    return text.length() > 0 && text.chars().allMatch(FieldRules::isOfToken);
  }

  private static boolean isOfToken(int c) {
    boolean alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || OTHER_TOKEN_CHARACTERS.indexOf(c) >= 0;
  }

  /** RFC 9110 5.5, and as there nothing but visible characters at either end. */
  private static boolean isValue(CharSequence value) {
    int last = value.length() - 1;
    return last < 0
        || (!isBlank(value.charAt(0))
            && !isBlank(value.charAt(last))
            && value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f)));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
