package site.importer.nginx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import site.importer.nginx.Locations.Kind;
import site.importer.nginx.Locations.Location;

/** {@code root}, {@code alias}, {@code index} and {@code try_files} as {@code files}. */
final class FilesReader {
  private static final String SCRIPT_IN_FOLDER =
      "a script is not looked for in folders: give each that has one a route of its own, such as"
          + " path: /wp-admin/ with proxy and fastcgi.root";

  private final ProxyReader proxies;
  private final List<Directive> named;
  private final List<Location> scripts;

  /**
   * Reads the locations of one server.
   *
   * @param named its locations with an {@code @}
   * @param all the others
   */
  FilesReader(ProxyReader proxies, List<Directive> named, List<Location> all) {
    this.proxies = proxies;
    this.named = named;
    this.scripts =
        all.stream()
            .filter(location -> location.kind() == Kind.REGEX)
            .filter(l -> l.scope().own().stream().anyMatch(d -> d.is("fastcgi_pass")))
            .toList();
  }

  /** The keys of the route; empty when there is no folder to serve from. */
  Optional<Map<String, Object>> keys(Location location) {
    Scope scope = location.scope();
    Optional<Directive> alias = scope.alone().find("alias");
    Optional<Directive> root = scope.find("root");
    Optional<Directive> folder = alias.or(() -> root);
    if (folder.isEmpty()) {
      scope.ledger().note(location.directive(), "nothing here says what answers");
      return Optional.empty();
    }
    if (!Template.isConstant(folder.get().arg(0))
        || (alias.isPresent() && location.kind() == Kind.REGEX)) {
      scope
          .ledger()
          .note(folder.get(), "the folder depends on the request (expected one that does not)");
      return Optional.empty();
    }
    return Optional.of(
        alias.isPresent()
            ? aliased(alias.get().arg(0), location)
            : rooted(root.get().arg(0), location));
  }

  private Map<String, Object> aliased(String alias, Location location) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (location.kind() == Kind.EXACT) {
      int name = alias.lastIndexOf('/');
      keys.put("files", files(alias.substring(0, Math.max(name, 1)), "", location.scope()));
      keys.put("rewrite", alias.substring(name));
      return keys;
    }
    keys.put("files", files(trimmed(alias), trimmed(location.pattern()), location.scope()));
    return keys;
  }

  /** Our files leave the prefix of the route out; nginx' root does not. */
  private Map<String, Object> rooted(String root, Location location) {
    Map<String, Object> keys = new LinkedHashMap<>();
    String prefix = location.isPrefix() ? trimmed(location.pattern()) : "";
    Map<String, Object> files = files(trimmed(root) + prefix, prefix, location.scope());
    Object fallback = files.get("fallback");
    boolean outside = fallback instanceof String path && !prefix.isEmpty() && path.startsWith("//");
    if (outside) {
      files.put("root", trimmed(root));
      files.put("fallback", ((String) fallback).substring(1));
      keys.put("files", files);
      keys.put("rewrite", "{path}");
      return keys;
    }
    if (location.isPrefix() && prefix.isEmpty() && fallback == null) {
      scriptOfFolders(location.scope()).ifPresent(script -> files.put("fallback", script));
    }
    keys.put("files", files);
    return keys;
  }

  private Map<String, Object> files(String root, String prefix, Scope scope) {
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("root", root.isEmpty() ? "/" : root);
    index(scope).ifPresent(index -> files.put("index", index));
    fallback(scope, prefix).ifPresent(fallback -> files.put("fallback", fallback));
    if (scope.value("autoindex").filter("on"::equals).isPresent()) {
      files.put("browse", true);
    }
    if (scope.value("gzip_static").filter(value -> !value.equals("off")).isPresent()) {
      files.put("precompressed", true);
    }
    Around.cacheControl(scope).ifPresent(value -> files.put("cache-control", value));
    return files;
  }

  /**
   * A script among the names is for a FastCGI server to run: as a file its source would be shown.
   */
  private Optional<List<String>> index(Scope scope) {
    Optional<Directive> index = scope.find("index");
    List<String> names =
        index.map(Directive::args).orElse(List.of()).stream()
            .filter(name -> Template.isConstant(name) && !name.startsWith("/"))
            .filter(name -> !isScript("/" + name))
            .toList();
    return names.isEmpty() || names.equals(List.of("index.html"))
        ? Optional.empty()
        : Optional.of(names);
  }

  /** A path that begins with two slashes lies outside the prefix of the route. */
  private Optional<Object> fallback(Scope scope, String prefix) {
    Optional<Object> instead = onNotFound(scope).or(() -> proxyWhereNoFile(scope));
    Optional<Directive> tries = scope.alone().find("try_files"); // nginx does not inherit it
    if (tries.isEmpty()) {
      return instead;
    }
    List<String> args = tries.get().args();
    args.subList(0, args.size() - 1).stream()
        .filter(arg -> !arg.matches("\\$uri/?"))
        .findFirst()
        .ifPresent(
            arg ->
                scope.ledger().remark(tries.get(), "\"" + arg + "\" is not tried, only the path"));
    String last = args.get(args.size() - 1);
    if (last.startsWith("=")) {
      return instead;
    }
    if (last.startsWith("@")) {
      return proxyNamed(last, tries.get(), scope);
    }
    return frontScript(last, scope).or(() -> path(last, prefix));
  }

  /** {@code /index.php?$args}: the script a FastCGI server runs for whatever is no file. */
  private Optional<Object> frontScript(String last, Scope scope) {
    String path = last.replaceFirst("\\?.*", "");
    return script(path)
        .flatMap(location -> proxies.front(location.scope(), path))
        .map(to -> noteFolders(to, scope))
        .map(to -> Map.of("proxy", to));
  }

  /** Where nginx runs {@code /folder/index.php} for {@code /folder/}. */
  private Optional<Object> scriptOfFolders(Scope scope) {
    return scope.find("index").stream()
        .flatMap(index -> index.args().stream())
        .filter(name -> isScript("/" + name))
        .findFirst()
        .flatMap(
            name -> script("/" + name).flatMap(where -> proxies.ofFolders(where.scope(), name)))
        .map(to -> Map.of("proxy", to));
  }

  private Optional<Location> script(String path) {
    return scripts.stream()
        .filter(location -> Pattern.compile(location.pattern()).matcher(path).find())
        .findFirst();
  }

  private boolean isScript(String path) {
    return script(path).isPresent();
  }

  private Object noteFolders(Object proxy, Scope scope) {
    scope
        .find("index")
        .filter(all -> all.args().stream().anyMatch(name -> isScript("/" + name)))
        .ifPresent(all -> scope.ledger().remark(all, SCRIPT_IN_FOLDER));
    return proxy;
  }

  private static Optional<Object> path(String last, String prefix) {
    String path = last.replaceFirst("\\?.*", "");
    if (!Template.isConstant(path) || path.endsWith("$uri")) {
      return Optional.empty();
    }
    if (path.startsWith(prefix + "/")) {
      return Optional.of(path.substring(prefix.length()));
    }
    return Optional.of("/" + path);
  }

  private Optional<Object> proxyNamed(String name, Directive from, Scope scope) {
    Optional<Object> proxy =
        named.stream()
            .filter(location -> location.arg(0).equals(name))
            .findFirst()
            .flatMap(location -> proxies.plain(scope.within(location.block())));
    if (proxy.isEmpty()) {
      scope.ledger().note(from, "what " + name + " does is not carried over");
    }
    return proxy.map(to -> Map.of("proxy", to));
  }

  private Optional<Object> onNotFound(Scope scope) {
    return scope.alone().here("error_page").stream()
        .filter(page -> page.args().contains("404"))
        .map(page -> page.args().get(page.args().size() - 1))
        .<Object>flatMap(
            page ->
                page.startsWith("@")
                    ? proxyNamed(page, scope.find("error_page").orElseThrow(), scope).stream()
                    : page.startsWith("/") ? java.util.stream.Stream.of(page) : null)
        .findFirst();
  }

  /** {@code if (!-f $request_filename) { proxy_pass ...; }}. */
  private Optional<Object> proxyWhereNoFile(Scope scope) {
    return scope.own().stream()
        .filter(
            d ->
                d.is("if")
                    && d.value().replaceAll("[()\\s]", "").matches("!-[fe]\\$request_filename"))
        .findFirst()
        .flatMap(
            condition -> {
              condition.all().forEach(scope.ledger()::use);
              return proxies.plain(scope.within(condition.block()));
            })
        .map(to -> Map.of("proxy", to));
  }

  private static String trimmed(String path) {
    return path.replaceFirst("/+$", "");
  }
}
