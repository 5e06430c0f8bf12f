package site.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import site.config.ActionConfig.Files.CacheControl;
import site.config.ActionConfig.ForwardedHeaders;
import site.config.ActionConfig.HostHeader;

/**
 * Makes records of checked sites and routes; a route gets what its site says where it is silent.
 */
final class SiteBuilder {
  private static final UpstreamConfig.Timeouts TIMEOUTS =
      new UpstreamConfig.Timeouts(
          Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

  private final Map<String, UpstreamConfig> upstreams;

  SiteBuilder(Map<String, UpstreamConfig> upstreams) {
    this.upstreams = upstreams;
  }

  SiteConfig site(ConfigNode node) {
    return new SiteConfig(
        node.list("hosts", String.class),
        node.find("https-redirect", Boolean.class),
        node.get("hsts", Duration.class),
        byName(node, "errors", Path.class),
        node.find("client-certificates").map(SiteBuilder::clientCertificates),
        LoginRoutes.withThem(ConfigBuilder.all(node, "routes", route -> route(route, node))));
  }

  private static ClientCertificatesConfig clientCertificates(ConfigNode node) {
    FileText ca = node.get("ca", FileText.class);
    return new ClientCertificatesConfig(
        ca.file(), ca.text(), node.get("mode", Boolean.class), node.find("header", String.class));
  }

  private RouteConfig route(ConfigNode node, ConfigNode site) {
    RouteCover.Conditions conditions = conditions(node);
    return new RouteConfig(
        conditions.path(),
        conditions.methods(),
        conditions.headers(),
        conditions.query(),
        conditions.client(),
        node.find("strip-prefix", String.class),
        node.find("rewrite", String.class),
        MiddlewareBuilder.middleware(node, site),
        action(node, site));
  }

  /** Which requests a route is for. */
  static RouteCover.Conditions conditions(ConfigNode route) {
    Set<String> methods = new LinkedHashSet<>(route.list("methods", String.class));
    Map<String, String> headers = new LinkedHashMap<>();
    route
        .find("headers")
        .ifPresent(
            all ->
                all.entries()
                    .forEach(
                        (name, value) -> {
                          if (value.is(String.class)) {
                            headers.put(name, value.as(String.class));
                          }
                        }));
    return new RouteCover.Conditions(
        route.find("path", String.class).orElse(""),
        Collections.unmodifiableSet(methods),
        Collections.unmodifiableMap(headers),
        byName(route, "query", String.class),
        route.list("client", Network.class));
  }

  private ActionConfig action(ConfigNode node, ConfigNode site) {
    Optional<ActionConfig> action =
        node.find("files")
            .map(this::filesAndOthers)
            .or(() -> node.find("proxy").map(this::proxy))
            .or(() -> node.find("app", String.class).map(ActionConfig.App::new))
            .or(() -> node.find("redirect").map(SiteBuilder::redirect))
            .or(() -> node.find("respond").map(SiteBuilder::respond))
            .or(() -> node.find("compare").map(compare -> compare(compare, node, site)));
    return action.orElseThrow();
  }

  private ActionConfig filesAndOthers(ConfigNode node) {
    ActionConfig.Files files = files(node);
    return node.find("fallback")
        .filter(ConfigNode::isMap)
        .<ActionConfig>map(others -> new ActionConfig.FilesFirst(files, others(others)))
        .orElse(files);
  }

  private ActionConfig others(ConfigNode node) {
    return node.find("proxy")
        .map(this::proxy)
        .or(() -> node.find("app", String.class).map(ActionConfig.App::new))
        .orElseThrow();
  }

  private static ActionConfig.Files files(ConfigNode node) {
    return new ActionConfig.Files(
        node.get("root", Path.class),
        node.list("index", String.class),
        node.find("fallback").filter(path -> !path.isMap()).map(path -> path.as(String.class)),
        node.get("browse", Boolean.class),
        node.get("precompressed", Boolean.class),
        node.find("cache-control").map(SiteBuilder::cacheControl).orElse(List.of()),
        node.get("hidden", Boolean.class));
  }

  private static List<CacheControl> cacheControl(ConfigNode node) {
    return node.isMap()
        ? node.entries().entrySet().stream()
            .map(one -> new CacheControl(one.getKey(), one.getValue().as(String.class)))
            .toList()
        : List.of(new CacheControl("/*", node.as(String.class)));
  }

  private ActionConfig proxy(ConfigNode node) {
    return new ActionConfig.Proxy(
        UpstreamRef.name(node).map(to -> to.as(String.class)),
        targets(node),
        node.isMap() ? node.get("host", HostHeader.class) : HostHeader.KEEP,
        node.isMap() ? node.get("forwarded", ForwardedHeaders.class) : ForwardedHeaders.X,
        isOn(node, "buffer-request"),
        isOn(node, "rewrite-location"),
        isOn(node, "underscores"),
        node.isMap()
            ? node.find("fastcgi").map(UpstreamFormat::fastcgi).orElse(ActionConfig.FastCgi.DEFAULT)
            : ActionConfig.FastCgi.DEFAULT,
        node.isMap() ? node.find("mirror").map(this::targets) : Optional.empty());
  }

  private UpstreamConfig targets(ConfigNode node) {
    return UpstreamRef.name(node)
        .map(name -> upstreams.get(name.as(String.class)))
        .orElseGet(() -> inPlace(node));
  }

  private ActionConfig compare(ConfigNode node, ConfigNode route, ConfigNode site) {
    return new ActionConfig.Compare(
        Scope.name("compare", route, site),
        side(node.find("serve").orElseThrow()),
        side(node.find("with").orElseThrow()));
  }

  private ActionConfig side(ConfigNode node) {
    if (!node.isMap()) {
      return proxy(node);
    }
    return node.find("app", String.class)
        .<ActionConfig>map(ActionConfig.App::new)
        .orElseGet(() -> proxy(node.find("proxy").orElseThrow()));
  }

  private static boolean isOn(ConfigNode proxy, String key) {
    return proxy.isMap() && proxy.get(key, Boolean.class);
  }

  private static UpstreamConfig inPlace(ConfigNode node) {
    return node.isMap()
        ? ConfigBuilder.upstream(node)
        : new UpstreamConfig(UpstreamRef.targets(node), TIMEOUTS);
  }

  private static ActionConfig redirect(ConfigNode node) {
    return new ActionConfig.Redirect(
        node.get("to", String.class), node.get("status", Integer.class));
  }

  private static ActionConfig respond(ConfigNode node) {
    return new ActionConfig.Respond(
        node.get("status", Integer.class),
        node.get("body", String.class),
        byName(node, "headers", String.class));
  }

  private static <T> Map<String, T> byName(ConfigNode node, String key, Class<T> type) {
    Map<String, T> named = new LinkedHashMap<>();
    node.find(key)
        .ifPresent(map -> map.entries().forEach((name, value) -> named.put(name, value.as(type))));
    return Collections.unmodifiableMap(named);
  }
}
