package site.proxy;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import site.config.BalanceConfig;
import site.config.BalanceConfig.HashKey;
import site.config.BalanceConfig.Policy;
import site.http.Exchange;

/** Finds what of a request decides on its target, for the policies that look at the request. */
final class RequestKey {
  private RequestKey() {}

  /** Empty where the policy looks at nothing, or the request has no such thing. */
  static OptionalLong of(BalanceConfig balance, Exchange exchange) {
    if (balance.policy() == Policy.IP_HASH) {
      InetAddress client = exchange.client().address();
      return client == null ? OptionalLong.empty() : OptionalLong.of(Hash.of(client.getAddress()));
    }
    Optional<String> text = balance.key().flatMap(key -> text(key, exchange));
    return text.isPresent() ? OptionalLong.of(Hash.of(text.get())) : OptionalLong.empty();
  }

  private static Optional<String> text(HashKey key, Exchange exchange) {
    return switch (key.source()) {
      case HEADER -> header(key.name(), exchange);
      case COOKIE -> cookie(key.name(), exchange);
      case QUERY -> parameter(key.name(), exchange.query());
      case ANY ->
          header(key.name(), exchange)
              .or(() -> cookie(key.name(), exchange))
              .or(() -> parameter(key.name(), exchange.query()));
    };
  }

  private static Optional<String> header(String name, Exchange exchange) {
    return Optional.ofNullable(exchange.request().getHeader(name));
  }

  private static Optional<String> cookie(String name, Exchange exchange) {
    return Cookies.value(exchange.request().headers().getAll("cookie"), name);
  }

  static Optional<String> parameter(String name, String query) {
    if (query == null) {
      return Optional.empty();
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String found = equals < 0 ? pair : pair.substring(0, equals);
      if (decoded(found).equals(name)) {
        return Optional.of(equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
