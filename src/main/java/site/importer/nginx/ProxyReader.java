package site.importer.nginx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.importer.nginx.Locations.Kind;
import site.importer.nginx.Locations.Location;

/** {@code proxy_pass} and its relatives as {@code proxy}, with the path the other server sees. */
final class ProxyReader {
  private static final Pattern PASS = Pattern.compile("(https?|grpcs?)://([^/]+?)(/.*)?");
  private static final Pattern UNIX = Pattern.compile("(https?)://(unix:[^:]+)(?::(/.*)?)?");
  private static final Set<String> TOLD_ANYWAY =
      Set.of(
          "x-real-ip",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-scheme",
          "upgrade",
          "connection",
          "x-request-id");

  private final Upstreams upstreams;

  ProxyReader(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  /** The keys of the route; empty when nothing is passed on here. */
  Optional<Map<String, Object>> keys(Location location) {
    Scope scope = location.scope();
    return scope
        .alone()
        .findFirst("proxy_pass", "grpc_pass", "uwsgi_pass", "fastcgi_pass")
        .flatMap(pass -> keys(pass, location, scope));
  }

  /** What a named location or an {@code if} passes to, without a change of the path. */
  Optional<Object> plain(Scope scope) {
    return scope
        .findFirst("proxy_pass", "grpc_pass", "uwsgi_pass", "fastcgi_pass")
        .flatMap(pass -> target(pass, scope.ledger()).map(t -> shortest(proxy(t, pass, scope))));
  }

  /** A FastCGI server that runs one script for every path. */
  Optional<Object> front(Scope scope, String script) {
    return script(scope, "front", script);
  }

  /** A FastCGI server that runs the script of each folder. */
  Optional<Object> ofFolders(Scope scope, String script) {
    return script(scope, "index", script);
  }

  @SuppressWarnings("unchecked") // made here
  private Optional<Object> script(Scope scope, String role, String script) {
    return scope
        .find("fastcgi_pass")
        .flatMap(
            pass ->
                target(pass, scope.ledger())
                    .map(
                        target -> {
                          Map<String, Object> proxy = proxy(target, pass, scope);
                          var keys = new LinkedHashMap<String, Object>();
                          keys.putAll(
                              (Map<String, Object>) proxy.getOrDefault("fastcgi", Map.of()));
                          keys.put(role, script);
                          proxy.put("fastcgi", keys);
                          return proxy;
                        }));
  }

  /**
   * Where to.
   *
   * @param path what is written behind the host, or empty
   */
  private record Target(String protocol, String address, String path) {}

  private Optional<Map<String, Object>> keys(Directive pass, Location location, Scope scope) {
    return target(pass, scope.ledger())
        .map(
            target -> {
              Map<String, Object> keys = new LinkedHashMap<>();
              keys.put("proxy", shortest(proxy(target, pass, scope)));
              path(target, location, pass, scope.ledger()).forEach(keys::put);
              return keys;
            });
  }

  private static Optional<Target> target(Directive pass, Ledger ledger) {
    String value = pass.arg(0);
    if (!Template.isConstant(value)) {
      ledger.note(pass, "the target depends on the request (expected one that does not)");
      return Optional.empty();
    }
    if (pass.is("uwsgi_pass") || pass.is("fastcgi_pass")) {
      String protocol = pass.name().substring(0, pass.name().indexOf('_'));
      return Optional.of(
          new Target(protocol, value.replaceFirst("^(uwsgi|suwsgi|fastcgi)://", ""), ""));
    }
    Matcher form = UNIX.matcher(value);
    if (!form.matches()) {
      form = PASS.matcher(value.contains("://") ? value : "grpc://" + value);
    }
    if (!form.matches()) {
      ledger.note(pass, "is no address (expected http://HOST:PORT)");
      return Optional.empty();
    }
    String path = form.group(3) == null ? "" : form.group(3);
    return Optional.of(new Target(protocol(form.group(1)), form.group(2), path));
  }

  private static String protocol(String scheme) {
    return switch (scheme) {
      case "grpc" -> "h2c";
      case "grpcs" -> "https";
      default -> scheme;
    };
  }

  private Map<String, Object> proxy(Target target, Directive pass, Scope scope) {
    Map<String, Object> more = new LinkedHashMap<>();
    Map<String, Object> timeouts = timeouts(scope, pass.name().replace("_pass", ""));
    if (!timeouts.isEmpty()) {
      more.put("timeouts", timeouts);
    }
    Map<String, Object> tls = tls(scope);
    if (!tls.isEmpty()) {
      more.put("tls", tls);
    }
    Map<String, Object> proxy = upstreams.to(target.protocol(), target.address(), more);
    if (!pass.is("uwsgi_pass") && !pass.is("fastcgi_pass")) {
      host(target, scope).ifPresent(host -> proxy.put("host", host));
    }
    noteRetries(scope, pass.name().replace("_pass", ""));
    if (pass.is("uwsgi_pass")) {
      noteVariables(scope);
    }
    if (pass.is("fastcgi_pass")) {
      fastCgi(scope).ifPresent(keys -> proxy.put("fastcgi", keys));
    }
    return proxy;
  }

  /** nginx tells its own idea of the host unless it is told to pass on the client's. */
  private Optional<String> host(Target target, Scope scope) {
    Optional<Directive> set =
        scope.all("proxy_set_header").stream()
            .filter(header -> header.arg(0).equalsIgnoreCase("host"))
            .findFirst();
    if (target.protocol().equals("h2c")) {
      return Optional.empty();
    }
    if (set.isEmpty() || set.get().arg(1).equals("$proxy_host")) {
      return Optional.of(target.address().startsWith("unix:") ? "localhost" : "upstream");
    }
    String value = set.get().arg(1).replaceFirst(":\\$(server_port|proxy_port)$", "");
    if (Template.isHost(value)) {
      return Optional.empty();
    }
    if (Template.isConstant(value)) {
      return Optional.of(value);
    }
    scope.ledger().remark(set.get(), "the client's Host is passed on instead");
    return Optional.empty();
  }

  /** Headers an operator sets for the other server beyond those it is told anyway. */
  static Map<String, Object> headers(Scope scope) {
    Map<String, Object> headers = new LinkedHashMap<>();
    for (Directive set : scope.all("proxy_set_header")) {
      String name = set.arg(0).toLowerCase(Locale.ROOT);
      if (name.equals("host") || TOLD_ANYWAY.contains(name)) {
        continue;
      }
      if (Template.isConstant(set.arg(1))) {
        headers.put(name, set.arg(1).isEmpty() ? null : set.arg(1));
      } else {
        scope.ledger().note(set, "only values that are the same for all requests can be set");
      }
    }
    return headers;
  }

  /** What nginx does by default is what an upstream of several is given. */
  private static void noteRetries(Scope scope, String prefix) {
    scope.all(prefix + "_next_upstream").stream()
        .filter(next -> !Set.of("error", "timeout").equals(Set.copyOf(next.args())))
        .forEach(next -> scope.ledger().remark(next, "see retry of an upstream"));
  }

  /** Those of nginx' uwsgi_params, and a few that come of themselves. */
  private static void noteVariables(Scope scope) {
    for (Directive param : scope.all("uwsgi_param")) {
      if (param.arg(0).equals("SCRIPT_NAME")) {
        scope.ledger().remark(param, "strip-prefix makes what it takes the SCRIPT_NAME");
      } else if (!param.arg(1).startsWith("$")) {
        scope.ledger().note(param, "variables beyond nginx' usual ones are not set");
      }
    }
  }

  private static Optional<Map<String, Object>> fastCgi(Scope scope) {
    Map<String, Object> keys = new LinkedHashMap<>();
    scope.value("root").filter(Template::isConstant).ifPresent(root -> keys.put("root", root));
    scope.value("fastcgi_index").ifPresent(index -> keys.put("index", index));
    for (Directive param : scope.all("fastcgi_param")) {
      boolean usual =
          param.arg(0).matches("SCRIPT_FILENAME|SCRIPT_NAME|PATH_INFO|HTTPS|HTTP_PROXY");
      if (!usual && !param.arg(1).startsWith("$")) {
        scope.ledger().note(param, "parameters beyond nginx' usual ones are not set");
      }
    }
    scope.value("fastcgi_split_path_info");
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
  }

  private static Map<String, Object> timeouts(Scope scope, String prefix) {
    Map<String, Object> timeouts = new LinkedHashMap<>();
    time(scope, prefix + "_connect_timeout").ifPresent(t -> timeouts.put("connect", t));
    time(scope, prefix + "_read_timeout").ifPresent(t -> timeouts.put("response", t));
    time(scope, prefix + "_read_timeout")
        .or(() -> time(scope, prefix + "_send_timeout"))
        .ifPresent(t -> timeouts.put("idle", t));
    return timeouts;
  }

  private static Optional<String> time(Scope scope, String directive) {
    return scope.value(directive).flatMap(Values::duration);
  }

  private static Map<String, Object> tls(Scope scope) {
    Map<String, Object> tls = new LinkedHashMap<>();
    scope.value("proxy_ssl_trusted_certificate").ifPresent(ca -> tls.put("ca", ca));
    scope
        .value("proxy_ssl_name")
        .filter(Template::isConstant)
        .ifPresent(name -> tls.put("server-name", name));
    scope.value("proxy_ssl_certificate").ifPresent(file -> tls.put("certificate", file));
    scope.value("proxy_ssl_certificate_key").ifPresent(file -> tls.put("key", file));
    return tls;
  }

  /** With a path behind the host, nginx puts it in the place of the location's. */
  private static Map<String, Object> path(
      Target target, Location location, Directive pass, Ledger ledger) {
    String path = target.path();
    String prefix = location.pattern();
    if (path.isEmpty() || path.equals(prefix)) {
      return Map.of();
    }
    if (location.kind() == Kind.EXACT) {
      return Map.of("rewrite", path);
    }
    if (!location.isPrefix()) {
      ledger.note(pass, "a path behind the target of a regular expression");
      return Map.of();
    }
    if (path.endsWith("/") != prefix.endsWith("/")) {
      ledger.remark(
          pass,
          "joined with one slash; nginx joined \""
              + prefix
              + "\" and \""
              + path
              + "\" as they are");
    }
    String shorter = prefix.replaceFirst("/$", "");
    if (path.equals("/")) {
      return shorter.isEmpty() ? Map.of() : Map.of("strip-prefix", shorter);
    }
    return Map.of("rewrite", path.replaceFirst("/$", "") + "/{rest}");
  }

  /** {@code proxy: name} where nothing else is said. */
  private static Object shortest(Map<String, Object> proxy) {
    return proxy.size() == 1 ? proxy.get("to") : proxy;
  }

  static List<String> passes() {
    return List.of("proxy_pass", "grpc_pass", "uwsgi_pass", "fastcgi_pass");
  }
}
