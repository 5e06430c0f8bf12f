package site.cache;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import site.http.Authority;

/** Addresses as the cache keeps them: absolute, without a port that goes without saying. */
final class CacheKey {
  private CacheKey() {}

  /**
   * The address of a request's target.
   *
   * @param path in normal form, see {@link site.http.RequestPath#encoded}
   * @param query null for none
   */
  static String of(String scheme, Authority authority, String path, String query) {
    StringBuilder key = new StringBuilder(64).append(scheme).append("://");
    int port = authority.port();
    boolean implied = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    key.append(implied ? new Authority(authority.host(), -1) : authority).append(path);
    return query == null ? key.toString() : key.append('?').append(query).toString();
  }

  /**
   * What a {@code Location} or {@code Content-Location} names, seen from a key (RFC 9111 4.4).
   *
   * @return empty when it is of another origin or no address at all
   */
  static Optional<String> sameOrigin(String key, String reference) {
    try {
      URI base = URI.create(key);
      // RFC 3986 5.2.2: nothing names the same; Java takes it for the folder.
      URI target = reference.isBlank() ? base : base.resolve(reference.trim());
      String found = text(target);
      return origin(found).equals(origin(key)) ? Optional.of(found) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** An address without its scheme: purging one of both purges both. */
  static String withoutScheme(String url) {
    int end = url.indexOf("://");
    return end < 0 ? url : url.substring(end + 3);
  }

  /** An address as a person writes it, as the key it has. */
  static String ofUrl(String url) {
    try {
      return text(URI.create(url));
    } catch (IllegalArgumentException malformed) {
      return url;
    }
  }

  private static String text(URI uri) {
    Optional<Authority> authority =
        Optional.ofNullable(uri.getRawAuthority()).flatMap(Authority::parse);
    if (uri.getScheme() == null || authority.isEmpty()) {
      throw new IllegalArgumentException(uri + ": no absolute address");
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return of(uri.getScheme().toLowerCase(Locale.ROOT), authority.get(), path, uri.getRawQuery());
  }

  private static String origin(String key) {
    return key.substring(0, key.indexOf('/', key.indexOf("://") + 3));
  }
}
