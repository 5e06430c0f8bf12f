package site.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes records of checked guards: a route's own, or those of its site where it is silent. */
final class GuardBuilder {
  private static final Set<String> USUAL_METHODS =
      new TreeSet<>(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));

  private static final Duration RETRY_AFTER = Units.duration(GuardFormat.RETRY_AFTER).orElseThrow();

  private final ConfigNode route;
  private final ConfigNode site;

  private GuardBuilder(ConfigNode route, ConfigNode site) {
    this.route = route;
    this.site = site;
  }

  static GuardsConfig guards(ConfigNode route, ConfigNode site) {
    GuardBuilder builder = new GuardBuilder(route, site);
    return new GuardsConfig(
        builder.find("maintenance").map(GuardBuilder::maintenance),
        builder.find("cors").map(builder::cors),
        builder.find("limit").map(builder::limit),
        builder.find("csrf").map(GuardBuilder::csrf),
        builder.find("auth").map(GuardBuilder::auth),
        builder.find("body-limit").map(size -> size.as(Long.class)),
        builder.find("timeout").map(time -> time.as(Duration.class)));
  }

  /** What holds for the route; nothing where it is switched off. */
  private Optional<ConfigNode> find(String key) {
    return (route.wrote(key) ? route : site)
        .find(key)
        .filter(value -> !value.is(Boolean.class) || value.as(Boolean.class));
  }

  private static MaintenanceConfig maintenance(ConfigNode node) {
    return node.isMap()
        ? new MaintenanceConfig(
            node.find("page", FileText.class).map(FileText::text),
            node.get("retry-after", Duration.class),
            node.list("allow", Network.class),
            node.find("file", Path.class))
        : new MaintenanceConfig(Optional.empty(), RETRY_AFTER, List.of(), Optional.empty());
  }

  private CorsConfig cors(ConfigNode cors) {
    List<String> methods = cors.list("methods", String.class);
    List<String> routes = route.list("methods", String.class);
    Set<String> usual = routes.isEmpty() ? USUAL_METHODS : new TreeSet<>(routes);
    return new CorsConfig(
        cors.list("origins", String.class),
        Collections.unmodifiableSet(methods.isEmpty() ? usual : new TreeSet<>(methods)),
        cors.list("headers", String.class),
        cors.list("expose", String.class),
        cors.get("credentials", Boolean.class),
        cors.get("max-age", Duration.class));
  }

  private static CsrfConfig csrf(ConfigNode csrf) {
    return new CsrfConfig(csrf.isMap() ? csrf.list("origins", String.class) : List.of());
  }

  private static AuthConfig auth(ConfigNode auth) {
    AuthConfig.Method method =
        auth.find("basic")
            .<AuthConfig.Method>map(GuardBuilder::basic)
            .or(() -> auth.find("jwt").map(TokenBuilder::jwt))
            .or(() -> auth.find("oidc").map(TokenBuilder::oidc))
            .orElseGet(() -> forward(auth.at("forward")));
    return new AuthConfig(method, auth.find("user-header", String.class));
  }

  private static AuthConfig.Forward forward(ConfigNode node) {
    return node.isMap()
        ? new AuthConfig.Forward(
            node.get("url", URI.class),
            node.list("copy", String.class),
            node.get("user", String.class),
            node.get("timeout", Duration.class))
        : new AuthConfig.Forward(
            node.as(URI.class), List.of(), "remote-user", Duration.ofSeconds(5));
  }

  private static AuthConfig.Basic basic(ConfigNode basic) {
    return new AuthConfig.Basic(
        basic.get("realm", String.class), PasswordFile.users(texts(basic.at("users"))));
  }

  /** A text, or several. */
  static List<String> texts(ConfigNode node) {
    return node.items().stream().map(item -> item.as(String.class)).toList();
  }

  private LimitConfig limit(ConfigNode limit) {
    return new LimitConfig(
        Scope.name("limit", route, site),
        limit.list("rate", Rate.class).stream().map(rate -> burst(limit, rate)).toList(),
        limit.get("key", LimitConfig.Key.class),
        limit.find("connections", Integer.class));
  }

  private static LimitConfig.Burst burst(ConfigNode limit, Rate rate) {
    int usual = (int) Math.min(1_000_000, rate.count());
    return new LimitConfig.Burst(rate, limit.find("burst", Integer.class).orElse(usual));
  }
}
