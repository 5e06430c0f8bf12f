package site.acme;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the environment says about proxies, in the variables that curl and others read: {@code
 * HTTPS_PROXY} and {@code NO_PROXY}, in small letters, too.
 *
 * @param environment gives the value of a variable, null where there is none
 */
record ProxyVariables(UnaryOperator<String> environment) {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  /** {@code http://user:password@host:port}; the scheme may be left out. */
  Optional<URI> proxy() {
    return value("HTTPS_PROXY").flatMap(ProxyVariables::parse);
  }

  private static Optional<URI> parse(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // the value may hold a password, so it is not shown
    }
    LOG.warn("HTTPS_PROXY is no URL such as http://proxy.example.com:3128, it is not used");
    return Optional.empty();
  }

  /** Hosts and domains without their dots in front; {@code *} for all. */
  List<String> direct() {
    return value("NO_PROXY").stream()
        .flatMap(all -> Stream.of(all.split("[,\\s]+")))
        .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private Optional<String> value(String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .flatMap(one -> Optional.ofNullable(environment.apply(one)).stream())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .findFirst();
  }
}
