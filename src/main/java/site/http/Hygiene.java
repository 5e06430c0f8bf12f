package site.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;

/**
 * Decides whether a request may enter, and what it is for. The decoder has refused what it could
 * not read; this is about what it lets through and two readers could understand differently. Knows
 * nothing of sites and routes.
 */
public final class Hygiene {
  private Hygiene() {}

  /**
   * Examines a request; where its target names another host than its {@code Host} field, corrects
   * the field, so that nobody behind can see the wrong one.
   *
   * @param local what HTTP/1.0 requests without a host are for
   * @throws HttpFailure 400, 417 or 501
   */
  public static RequestTarget enter(HttpServerRequest request, Authority local) {
    HttpVersion version = request.version();
    withoutLeadingZeros(request.headers());
    RequestTarget target =
        examine(
            version,
            request.method().name(),
            request.uri(),
            isHttp1(version) ? null : text(request.authority()),
            request.headers(),
            local);
    if (isHttp1(version)
        && !request.uri().startsWith("/")
        && !target.path().equals(RequestPath.ASTERISK)) {
      request.headers().set(HttpHeaderNames.HOST, target.authority().toString());
    }
    return target;
  }

  /**
   * The same for plain values.
   *
   * @param target as received: the request line's, or {@code :path}
   * @param authority {@code :authority}, null where there is none
   * @throws HttpFailure 400, 417 or 501
   */
  public static RequestTarget examine(
      HttpVersion version,
      String method,
      String target,
      String authority,
      MultiMap headers,
      Authority local) {
    refuseTunnelsAndEchoes(method);
    refuseStrangeFraming(version, headers);
    Authority host = host(version, authority, headers, local);
    if (target.startsWith("/")) {
      return split(host, target, 0);
    }
    if (target.equals("*") && method.equals("OPTIONS")) {
      return new RequestTarget(host, RequestPath.ASTERISK, null);
    }
    int schemeEnd = isHttp1(version) ? schemeEnd(target) : -1;
    if (schemeEnd < 0) {
      throw new HttpFailure(400, "target: neither a path nor a http URI");
    }
    return absolute(target, schemeEnd);
  }

  /** RFC 9110 8.6 allows them, and who takes such a number for an octal one would be mistaken. */
  private static void withoutLeadingZeros(MultiMap headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null && length.length() > 1 && length.charAt(0) == '0') {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, length.replaceFirst("^0+(?=.)", ""));
    }
  }

  private static boolean isHttp1(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }

  private static String text(HostAndPort authority) {
    return authority == null ? null : authority.toString();
  }

  /** CONNECT would make us an open proxy, TRACE shows scripts what they must not see. */
  private static void refuseTunnelsAndEchoes(String method) {
    if (method.equals("CONNECT") || method.equals("TRACE")) {
      throw new HttpFailure(501, "method: " + method + " is not served");
    }
  }

  private static void refuseStrangeFraming(HttpVersion version, MultiMap headers) {
    if (headers.contains("")) {
      throw new HttpFailure(400, "header: a field without a name");
    }
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      refuseUnlessChunked(version, headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
    }
    String expectation = headers.get(HttpHeaderNames.EXPECT);
    if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
      throw new HttpFailure(417, "expect: only 100-continue is understood");
    }
  }

  /** RFC 9112 6.1: codings we don't undo; RFC 9113 8.2.2: none at all behind HTTP/1.1. */
  private static void refuseUnlessChunked(HttpVersion version, List<String> codings) {
    if (version != HttpVersion.HTTP_1_1) {
      throw new HttpFailure(400, "transfer-encoding: not allowed in " + version);
    }
    if (codings.size() != 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
      throw new HttpFailure(501, "transfer-encoding: only chunked is understood");
    }
  }

  private static Authority host(
      HttpVersion version, String authority, MultiMap headers, Authority local) {
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    int count = hosts == null ? 0 : hosts.size();
    if (count > 1) {
      throw new HttpFailure(400, "host: more than one");
    }
    if (count == 0 && authority == null) {
      return orLocal(version, local);
    }
    Authority asked = parsed(authority != null ? authority : hosts.get(0));
    // RFC 9113 8.3.1: a Host that says something else makes the request malformed.
    if (authority != null && count == 1 && !parsed(hosts.get(0)).equals(asked)) {
      throw new HttpFailure(400, "host: differs from :authority");
    }
    return asked;
  }

  private static Authority orLocal(HttpVersion version, Authority local) {
    if (version == HttpVersion.HTTP_1_0) {
      return local;
    }
    throw new HttpFailure(400, "host: missing"); // RFC 9112 3.2
  }

  private static Authority parsed(String authority) {
    return Authority.parse(authority)
        .orElseThrow(() -> new HttpFailure(400, "host: not a name or address with a port"));
  }

  /** Where the authority of an absolute-form begins, -1 when the target is something else. */
  private static int schemeEnd(String target) {
    return startsWithIgnoringCase(target, "http://")
        ? "http://".length()
        : startsWithIgnoringCase(target, "https://") ? "https://".length() : -1;
  }

  private static boolean startsWithIgnoringCase(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /** RFC 9112 3.2.2: the target's host counts, whatever {@code Host} says. */
  private static RequestTarget absolute(String target, int from) {
    int end = from;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    return split(parsed(target.substring(from, end)), target, end);
  }

  private static RequestTarget split(Authority authority, String target, int from) {
    int question = target.indexOf('?', from);
    String path = target.substring(from, question < 0 ? target.length() : question);
    return new RequestTarget(
        authority,
        RequestPath.parse(path.isEmpty() ? "/" : path),
        question < 0 ? null : query(target.substring(question + 1)));
  }

  /** RFC 3986 3.4, and the few printable characters browsers leave as they are. */
  private static String query(String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        throw new HttpFailure(400, "query: a character that must be escaped");
      }
    }
    return query;
  }
}
