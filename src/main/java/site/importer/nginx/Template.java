package site.importer.nginx;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts with nginx' variables as our redirects understand them. Pure. */
final class Template {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z0-9_]+)}?");
  private static final Set<String> HOSTS = Set.of("host", "http_host", "server_name");

  private Template() {}

  /**
   * Where {@code return} and {@code rewrite} send a client.
   *
   * @param scheme what {@code $scheme} stands for
   * @param rest whether {@code $1} is what the star of the route stands for
   * @return empty when it says something our templates cannot
   */
  static Optional<String> redirect(String target, String scheme, boolean rest) {
    String text =
        target
            .replace("$uri$is_args$args", "$request_uri")
            .replace("$uri?$args", "$request_uri")
            .replace("$scheme", scheme);
    boolean whole = text.contains("$request_uri");
    text = text.replace("$request_uri", "{path}");
    boolean query = text.contains("$is_args$args") || text.contains("?$args");
    text = text.replace("$is_args$args", "").replace("?$args", "").replace("$uri", "{path}");
    text = text.replaceAll("\\$\\{?(host|http_host|server_name)}?(?![a-z_])", "{host}");
    if (rest) {
      text = text.replaceAll("\\$\\{?1}?(?![0-9])", "{rest}");
    }
    if (VARIABLE.matcher(text).find()) {
      return Optional.empty();
    }
    return Optional.of(whole || query || text.contains("?") ? text : withoutQuery(text));
  }

  /** Whether a text is the same for every request. */
  static boolean isConstant(String text) {
    return !VARIABLE.matcher(text).find();
  }

  /** Whether it is the host the client asked for. */
  static boolean isHost(String text) {
    return VARIABLE.matcher(text).matches()
        && HOSTS.contains(VARIABLE.matcher(text).replaceAll("$1"));
  }

  /** nginx drops the query unless it is written; a question mark at the end says so here. */
  private static String withoutQuery(String text) {
    int fragment = text.indexOf('#');
    return fragment < 0 ? text + "?" : text.substring(0, fragment) + "?" + text.substring(fragment);
  }
}
