package site.importer.nginx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.importer.Place;
import site.importer.nginx.Locations.Kind;
import site.importer.nginx.Locations.Location;

/** The routes of one server, in the order in which they are tried. */
final class RouteReader {
  private static final Pattern UP_TO_REST = Pattern.compile("\\^?(/[\\w./-]*)\\(\\.[*+]\\)\\$?");

  private final Scope server;
  private final String scheme;
  private final ProxyReader proxies;
  private final List<Location> locations;
  private final FilesReader files;
  private final Around around;
  private final Ledger ledger;

  /**
   * Reads one server.
   *
   * @param scheme what {@code $scheme} stands for
   */
  RouteReader(Scope server, String scheme, Upstreams upstreams, Around around) {
    this.server = server;
    this.scheme = scheme;
    this.proxies = new ProxyReader(upstreams);
    this.locations = LocationReader.locations(server);
    this.files = new FilesReader(proxies, named(server), locations);
    this.around = around;
    this.ledger = server.ledger();
  }

  private static List<Directive> named(Scope server) {
    return server.here("location").stream().filter(l -> l.arg(0).startsWith("@")).toList();
  }

  List<Map<String, Object>> routes() {
    noteConditions(server);
    List<Map<String, Object>> routes = new ArrayList<>(rewrites(server, "/*"));
    Optional<Map<String, Object>> everything = answer(server, "/*");
    if (everything.isPresent()) {
      routes.add(everything.get());
      return routes;
    }
    Locations.inOrder(locations).forEach(location -> routes.addAll(routes(location)));
    if (locations.stream().noneMatch(l -> l.isPrefix() && l.pattern().equals("/"))) {
      routes.addAll(whatServerSays());
    }
    return routes;
  }

  /** Without a location for all paths, the files of the server's own root answer. */
  private List<Map<String, Object>> whatServerSays() {
    if (server.find("root").isEmpty()) {
      return List.of();
    }
    Directive all = new Directive("location", List.of("/"), List.of(), new Place("", 0));
    return routes(new Location(Kind.PREFIX, "/", "", all, server));
  }

  private List<Map<String, Object>> routes(Location location) {
    Scope scope = location.scope();
    if (!scope.is(server) && !scope.here("internal").isEmpty()) {
      return List.of();
    }
    List<Map<String, Object>> routes = new ArrayList<>();
    if (!scope.is(server)) {
      routes.addAll(rewrites(scope, location.path()));
      noteConditions(scope);
    }
    Optional<Map<String, Object>> answer =
        scope.is(server) ? Optional.empty() : answer(scope, location.path());
    answer
        .or(() -> refusal(location))
        .or(() -> proxies.keys(location).map(keys -> route(location, keys)))
        .or(() -> files(location, !routes.isEmpty()))
        .map(route -> withPrefixTakenOff(route, location))
        .map(route -> withAround(route, location))
        .ifPresent(
            route -> {
              slashAdded(location, route).ifPresent(routes::add);
              noteWholeSegments(location);
              routes.add(route);
            });
    return routes;
  }

  private static Map<String, Object> route(Location location, Map<String, Object> keys) {
    return route(location.path(), keys);
  }

  private static Map<String, Object> route(String path, Map<String, Object> keys) {
    Map<String, Object> route = new LinkedHashMap<>();
    route.put("path", path);
    route.putAll(keys);
    return route;
  }

  /** Nothing where something else was meant to answer, and that has been noted. */
  private Optional<Map<String, Object>> files(Location location, boolean redirected) {
    Scope scope = location.scope();
    boolean others =
        !scope.is(server)
            && scope.own().stream()
                .anyMatch(d -> d.is("return") || ProxyReader.passes().contains(d.name()));
    boolean nothing = redirected && scope.findFirst("root", "alias").isEmpty();
    return others || nothing
        ? Optional.empty()
        : files.keys(location).map(keys -> route(location, keys));
  }

  /** {@code deny all} and nothing that lets anybody in. */
  private Optional<Map<String, Object>> refusal(Location location) {
    Scope scope = location.scope().alone();
    boolean nobody =
        scope.here("allow").isEmpty()
            && scope.here("deny").stream().anyMatch(deny -> deny.arg(0).equals("all"));
    return nobody
        ? Optional.of(route(location, Map.of("respond", Map.of("status", 403))))
        : Optional.empty();
  }

  private Map<String, Object> withAround(Map<String, Object> route, Location location) {
    if (location.scope().is(server) || route.get("respond") instanceof Map<?, ?>) {
      return route;
    }
    Map<String, Object> keys = around.keys(location.scope().upTo(server));
    if (!route.containsKey("files")) {
      cacheControl(location.scope().upTo(server), keys);
    } else {
      joinCacheControl(route, keys);
    }
    keys.forEach(route::putIfAbsent);
    return route;
  }

  /** What expires makes and what add_header adds are one field for whoever reads it. */
  @SuppressWarnings("unchecked") // FilesReader and Around make the maps they are asked for
  private static void joinCacheControl(Map<String, Object> route, Map<String, Object> keys) {
    Map<String, Object> files = (Map<String, Object>) route.get("files");
    if (keys.get("headers") instanceof Map<?, ?> headers
        && headers.get("response") instanceof Map<?, ?> response
        && files.get("cache-control") instanceof String lifetime
        && response.get("cache-control") instanceof String more) {
      files.put("cache-control", more + ", " + lifetime);
      response.remove("cache-control");
      if (response.isEmpty() && headers.size() == 1) {
        keys.remove("headers");
      }
    }
  }

  /** {@code rewrite ^/api/(.*)$ /$1 break} before a pass. */
  private static Map<String, Object> withPrefixTakenOff(
      Map<String, Object> route, Location location) {
    boolean takenOff =
        location.scope().own().stream()
            .anyMatch(d -> d.is("rewrite") && isPrefixTakenOff(d, location.path()));
    if (takenOff && route.containsKey("proxy") && location.pattern().length() > 1) {
      route.putIfAbsent("strip-prefix", location.pattern().replaceFirst("/$", ""));
    }
    return route;
  }

  @SuppressWarnings("unchecked") // Around makes the maps it is asked for
  private static void cacheControl(Scope scope, Map<String, Object> keys) {
    Around.cacheControl(scope)
        .ifPresent(
            value -> {
              var headers =
                  (Map<String, Object>)
                      keys.computeIfAbsent("headers", unused -> new LinkedHashMap<>());
              ((Map<String, Object>)
                      headers.computeIfAbsent("response", unused -> new LinkedHashMap<>()))
                  .putIfAbsent("cache-control", value);
            });
  }

  private void noteWholeSegments(Location location) {
    if (location.isPrefix() && !location.pattern().endsWith("/")) {
      String prefix = location.pattern();
      ledger.remark(
          location.directive(),
          "matches " + prefix + " and what is below; nginx took " + prefix + "x for it, too");
    }
  }

  /** nginx sends /x to /x/ where a proxied location ends with a slash. */
  private static Optional<Map<String, Object>> slashAdded(
      Location location, Map<String, Object> route) {
    String pattern = location.pattern();
    if (!location.isPrefix() || !pattern.endsWith("/") || pattern.length() < 2) {
      return Optional.empty();
    }
    return route.containsKey("proxy")
        ? Optional.of(
            route(
                pattern.substring(0, pattern.length() - 1),
                Map.of("redirect", Upstreams.ordered("to", pattern, "status", 301))))
        : Optional.empty();
  }

  /** {@code return}. */
  private Optional<Map<String, Object>> answer(Scope scope, String path) {
    return scope.here("return").stream().findFirst().flatMap(r -> answer(r, path, scope));
  }

  private Optional<Map<String, Object>> answer(Directive answer, String path, Scope scope) {
    boolean bare = !answer.arg(0).matches("\\d{3}");
    int status = bare ? 302 : Integer.parseInt(answer.arg(0));
    String text = bare ? answer.arg(0) : answer.arg(1);
    if (status >= 300 && status < 400 && !text.isEmpty()) {
      return redirect(answer, path, text, status, path.endsWith("/*") && !path.equals("/*"));
    }
    if (status == 444) {
      ledger.remark(answer, "the connection is not just closed; 403 answers");
      return Optional.of(route(path, Map.of("respond", Map.of("status", 403))));
    }
    if (!Template.isConstant(text)) {
      ledger.note(answer, "only texts that are the same for all requests can be answered");
      return Optional.empty();
    }
    Map<String, Object> respond = new LinkedHashMap<>(Map.of("status", status));
    if (!text.isEmpty()) {
      respond.put("body", text);
      scope
          .value("default_type")
          .ifPresent(type -> respond.put("headers", Map.of("content-type", type)));
    }
    return Optional.of(route(path, Map.of("respond", respond)));
  }

  private Optional<Map<String, Object>> redirect(
      Directive from, String path, String target, int status, boolean rest) {
    Optional<String> to = Template.redirect(target, scheme, rest);
    if (to.isEmpty()) {
      ledger.note(from, "the target uses what our templates do not have ({rest}, {path}, {host})");
    }
    return to.map(
        text -> route(path, Map.of("redirect", Upstreams.ordered("to", text, "status", status))));
  }

  /** Rewrites that redirect become routes of their own; those that change the path are noted. */
  private List<Map<String, Object>> rewrites(Scope scope, String path) {
    List<Map<String, Object>> routes = new ArrayList<>();
    for (Directive rewrite : scope.here("rewrite")) {
      if (rewrite.arg(2).matches("permanent|redirect") || rewrite.arg(1).matches("https?://.*")) {
        redirecting(rewrite).ifPresent(routes::add);
      } else if (!isPrefixTakenOff(rewrite, path)) {
        ledger.note(rewrite, "see rewrite and strip-prefix of a route, which take no expressions");
      }
    }
    return routes;
  }

  private Optional<Map<String, Object>> redirecting(Directive rewrite) {
    int status = rewrite.arg(2).equals("permanent") ? 301 : 302;
    String target = rewrite.arg(1);
    // Unlike return, rewrite keeps the query unless a question mark ends the target.
    String kept =
        target.endsWith("?") || target.contains("$args") ? target : target + "$is_args$args";
    Matcher upToRest = UP_TO_REST.matcher(rewrite.arg(0));
    if (upToRest.matches() && upToRest.group(1).endsWith("/")) {
      return redirect(rewrite, upToRest.group(1) + "*", kept, status, true);
    }
    return redirect(rewrite, "~ " + rewrite.arg(0), kept, status, false);
  }

  private static boolean isPrefixTakenOff(Directive rewrite, String path) {
    Matcher upToRest = UP_TO_REST.matcher(rewrite.arg(0));
    return upToRest.matches()
        && (upToRest.group(1) + "*").equals(path)
        && rewrite.arg(1).equals("/$1");
  }

  private void noteConditions(Scope scope) {
    scope.own().stream()
        .filter(d -> d.is("if") && !d.value().contains("$request_filename"))
        .filter(d -> !ledger.isDone(d))
        .forEach(
            d -> ledger.note(d, "conditions: see methods, headers, query and client of a route"));
  }
}
