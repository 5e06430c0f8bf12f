package site.revision;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import site.acme.PendingPage;
import site.config.ActionConfig;
import site.config.Address;
import site.config.CacheConfig;
import site.config.Config;
import site.config.ListenerConfig;
import site.config.MiddlewareConfig;
import site.config.RouteConfig;
import site.config.SiteConfig;
import site.config.TlsConfig;
import site.http.Action;
import site.http.Chain;
import site.http.ErrorPages;
import site.http.Exchange;
import site.http.Middleware;
import site.http.coding.Coding;
import site.http.coding.Encoders;
import site.middleware.AllowDeny;
import site.middleware.Compress;
import site.middleware.EarlyHints;
import site.middleware.HeaderChange;
import site.middleware.Hsts;
import site.middleware.Mount;
import site.middleware.PathChange;
import site.middleware.SecureHeaders;
import site.respond.HttpsRedirect;
import site.routing.Route;
import site.routing.Site;
import site.routing.SiteTable;

/** Turns the sites of a configuration into a table of compiled chains. Opens nothing. */
final class SiteCompiler {
  private final Config config;
  private final Actions actions;
  private final Guarding guarding;
  private final Caching caching;
  private final Map<Path, String> pages;
  private final Predicate<String> withoutCertificate;
  private final Encoders encoders;

  /** Finds the action a route names. */
  @FunctionalInterface
  interface Actions {
    Action of(RouteConfig route);
  }

  /** Gives what a request has to pass, in order. */
  @FunctionalInterface
  interface Guarding {
    List<Middleware> of(SiteConfig site, RouteConfig route);
  }

  /** Makes the cache in front of a route. */
  @FunctionalInterface
  interface Caching {
    Middleware of(CacheConfig config, RouteConfig route);
  }

  /**
   * A compiler for one configuration.
   *
   * @param pages the text of every error page the configuration names
   * @param withoutCertificate whether a host waits for its first certificate
   */
  SiteCompiler(
      Config config,
      Actions actions,
      Guarding guarding,
      Caching caching,
      Map<Path, String> pages,
      Predicate<String> withoutCertificate,
      Encoders encoders) {
    this.config = config;
    this.actions = actions;
    this.guarding = guarding;
    this.caching = caching;
    this.pages = pages;
    this.withoutCertificate = withoutCertificate;
    this.encoders = encoders;
  }

  /** Reads every error page the configuration names. */
  static Map<Path, String> blockingReadPages(Config config) throws IOException {
    Map<Path, String> pages = new HashMap<>();
    for (SiteConfig site : config.sites()) {
      for (Path page : site.errors().values()) {
        pages.put(page, Files.readString(page));
      }
    }
    return pages;
  }

  SiteTable compile() {
    return new SiteTable(config.sites().stream().map(this::site).toList());
  }

  private Site site(SiteConfig site) {
    List<Route> routes =
        site.routes().stream().map(route -> new Route(route, chain(site, route))).toList();
    return new Site(site, routes, plainRequests(site), errorPages(site));
  }

  /** The order in which a request passes through: the one place it is written down. */
  private Action chain(SiteConfig site, RouteConfig route) {
    List<Middleware> middlewares = new ArrayList<>();
    if (!route.middleware().log()) {
      middlewares.add(SiteCompiler::keepOutOfLog);
    }
    if (!site.hsts().isZero()) {
      middlewares.add(new Hsts(site.hsts()));
    }
    MiddlewareConfig wanted = route.middleware();
    if (wanted.secureHeaders()) {
      middlewares.add(new SecureHeaders(wanted.responseHeaders().keySet()));
    }
    if (!wanted.allow().isEmpty() || !wanted.deny().isEmpty()) {
      middlewares.add(new AllowDeny(wanted.allow(), wanted.deny()));
    }
    middlewares.addAll(guarding.of(site, route));
    if (!wanted.requestHeaders().isEmpty() || !wanted.responseHeaders().isEmpty()) {
      middlewares.add(new HeaderChange(wanted.requestHeaders(), wanted.responseHeaders()));
    }
    List<Coding> codings =
        wanted.compress().stream().flatMap(token -> Coding.of(token).stream()).toList();
    if (!codings.isEmpty()) {
      middlewares.add(new Compress(codings, encoders));
    }
    if (!wanted.earlyHints().isEmpty()) {
      middlewares.add(new EarlyHints(wanted.earlyHints()));
    }
    wanted.cache().ifPresent(cache -> middlewares.add(caching.of(cache, route)));
    mount(route).ifPresent(prefix -> middlewares.add(new Mount(prefix)));
    route.rewrite().ifPresent(template -> middlewares.add(new PathChange(template, route.path())));
    return Chain.of(middlewares, actions.of(route));
  }

  /**
   * The prefix the action does not see: the one the operator strips, and for files that of the
   * route itself, as their root is what lies below it.
   */
  static Optional<String> mount(RouteConfig route) {
    boolean files = route.action().parts().anyMatch(ActionConfig.Files.class::isInstance);
    boolean below = route.path().endsWith("/*") && route.path().length() > 2;
    return files && below && route.stripPrefix().isEmpty() && route.rewrite().isEmpty()
        ? Optional.of(route.path().substring(0, route.path().length() - 2))
        : route.stripPrefix();
  }

  private static Future<Void> keepOutOfLog(Exchange exchange, Action next) {
    exchange.logged(false);
    return next.handle(exchange);
  }

  private Optional<Action> plainRequests(SiteConfig site) {
    OptionalInt https = httpsPort(config);
    boolean wanted = site.httpsRedirect().orElse(hasName(site)) && https.isPresent();
    return wanted ? Optional.of(redirect(https.getAsInt())) : Optional.empty();
  }

  /** Nobody is sent to where no certificate is. */
  private Action redirect(int port) {
    Action redirect = new HttpsRedirect(port);
    Action pending = new PendingPage();
    return x -> (withoutCertificate.test(x.authority().host()) ? pending : redirect).handle(x);
  }

  /** A site for whatever host has no certificate that fits them all, so it is not redirected. */
  private static boolean hasName(SiteConfig site) {
    return site.hosts().stream().anyMatch(host -> !host.equals("*"));
  }

  /** The port plain requests are redirected to, empty where nothing is encrypted. */
  private static OptionalInt httpsPort(Config config) {
    if (config.tls().mode() == TlsConfig.Mode.OFF) {
      return OptionalInt.empty();
    }
    if (config.tls().acme().mapped().https().isPresent()) {
      return OptionalInt.of(HttpsRedirect.DEFAULT_PORT);
    }
    return config.listeners().stream()
        .filter(ListenerConfig::tls)
        .map(ListenerConfig::address)
        .filter(Address.Tcp.class::isInstance)
        .mapToInt(address -> ((Address.Tcp) address).port())
        .findFirst();
  }

  private ErrorPages errorPages(SiteConfig site) {
    Map<String, String> texts = new HashMap<>();
    site.errors().forEach((status, page) -> texts.put(status, pages.get(page)));
    return new ErrorPages(texts);
  }
}
