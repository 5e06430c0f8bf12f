package site.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import site.config.ActionConfig;
import site.http.Exchange;
import site.http.HeaderRules;

/** Writes the header section of the request a target gets. */
final class RequestHead {
  private static final String VIA = " site.jar";

  /** Decided about by name below, meant for us, or dangerous behind us. */
  private static final Set<String> NOT_COPIED =
      Set.of(
          "host",
          "content-length",
          "cookie",
          "via",
          "x-request-id",
          "expect",
          "http2-settings",
          // CGI would make HTTP_PROXY of it, which HTTP clients take for a setting (CVE-2016-5385).
          "proxy");

  /** Two of them would be read by one server as the first and by the next as the last. */
  private static final Set<String> SINGLE =
      Set.of(
          "authorization",
          "content-type",
          "content-encoding",
          "content-range",
          "range",
          "if-range",
          "if-modified-since",
          "if-unmodified-since",
          "max-forwards",
          "origin",
          "referer",
          "user-agent");

  /** RFC 9110 8.6: the methods that anticipate content. */
  private static final Set<HttpMethod> BODY_EXPECTED =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private RequestHead() {}

  /** Writes everything but how the body is framed. */
  static void write(Exchange exchange, ActionConfig.Proxy config, Target target, MultiMap to) {
    MultiMap from = exchange.request().headers();
    copy(from, config.underscores(), to);
    to.set("host", host(exchange, config.host(), target));
    joinCookies(from.getAll("cookie"), to);
    ForwardedFields.write(config.forwarded(), origin(exchange), from, to);
    to.set("via", via(from.getAll("via"), exchange.request().version()));
    to.set("x-request-id", exchange.id());
  }

  /** RFC 9112 6: a known length stays; a method that wants a body says so when it has none. */
  static void frame(HttpServerRequest request, RequestBody body, MultiMap to) {
    String length = request.headers().get("content-length");
    if (length != null) {
      to.set("content-length", length);
    } else if (body.isNone() && wantsBody(request.method())) {
      to.set("content-length", "0");
    }
  }

  private static void copy(MultiMap from, boolean underscores, MultiMap to) {
    Set<String> bound = HeaderRules.connectionBound(from);
    for (Map.Entry<String, String> field : from) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      boolean again = SINGLE.contains(name) && to.contains(name);
      if (isCopied(name, underscores) && !bound.contains(name) && !again) {
        to.add(name, field.getValue());
      }
    }
  }

  /**
   * Whether a field is passed on as it is. {@code X_Forwarded_For} is not: WSGI and CGI write it
   * and {@code X-Forwarded-For} alike, so that one could be passed off as the other.
   */
  static boolean isCopied(String name, boolean underscores) {
    String alike = name.replace('_', '-');
    boolean ours = NOT_COPIED.contains(alike) || ForwardedFields.isOne(alike);
    boolean bound = !alike.equals(name) && HeaderRules.isHopByHop(alike);
    return !name.startsWith(":") && (underscores || alike.equals(name)) && !ours && !bound;
  }

  static String host(Exchange exchange, ActionConfig.HostHeader host, Target target) {
    return switch (host.kind()) {
      case KEEP -> exchange.authority().toString();
      case UPSTREAM -> target.host();
      case VALUE -> host.value();
    };
  }

  /** RFC 9113 8.2.3: HTTP/2 may cut the field into crumbs; HTTP/1.1 knows one only. */
  private static void joinCookies(List<String> crumbs, MultiMap to) {
    if (!crumbs.isEmpty()) {
      to.set("cookie", crumbs.size() == 1 ? crumbs.get(0) : String.join("; ", crumbs));
    }
  }

  /** RFC 9110 7.6.3: a gateway must add itself to requests, with the version it received. */
  private static String via(List<String> before, HttpVersion received) {
    String own =
        switch (received) {
              case HTTP_1_0 -> "1.0";
              case HTTP_1_1 -> "1.1";
              case HTTP_2 -> "2.0";
              case HTTP_3 -> "3.0";
            }
            + VIA;
    return before.isEmpty() ? own : String.join(", ", before) + ", " + own;
  }

  private static ForwardedFields.Origin origin(Exchange exchange) {
    boolean secure = exchange.client().secure();
    int port = exchange.authority().port();
    return new ForwardedFields.Origin(
        exchange.client().address() == null ? null : exchange.client().text(),
        ip(exchange.request().remoteAddress()),
        exchange.client().trustedPeer(),
        exchange.client().scheme(),
        exchange.authority().toString(),
        port >= 0 ? port : secure ? 443 : 80,
        exchange.prefix());
  }

  private static String ip(SocketAddress peer) {
    return peer.isInetSocket() ? peer.hostAddress() : null;
  }

  private static boolean wantsBody(HttpMethod method) {
    return BODY_EXPECTED.contains(method);
  }
}
