package site.importer.nginx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One server as one site. */
final class SiteReader {
  private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?(\\d+)\"?;?");
  private static final Pattern IS_PLAIN =
      Pattern.compile(
          "\\(\\s*(\\$scheme (= http|!= https)|\\$https (!= on|= '?'?)|\\$server_port ="
              + " 80)\\s*\\)");
  private static final Set<String> ALL_5XX = Set.of("500", "502", "503", "504");
  private static final String STS = "strict-transport-security";

  private final ServerBlock server;
  private final Scope scope;
  private final Around around;
  private final Upstreams upstreams;

  SiteReader(ServerBlock server, Upstreams upstreams, Around around) {
    this.server = server;
    this.scope = server.scope();
    this.around = around;
    this.upstreams = upstreams;
  }

  /**
   * The site.
   *
   * @param tls whether any server has TLS, and all listeners are shared
   */
  Map<String, Object> site(Set<String> hosts, boolean tls) {
    Map<String, Object> site = new LinkedHashMap<>();
    site.put("hosts", List.copyOf(hosts));
    if (tls && !server.addresses(false).isEmpty() && !sendsPlainToHttps()) {
      site.put("https-redirect", false);
    }
    Map<String, Object> keys = around.keys(scope);
    hsts(keys).ifPresent(hsts -> site.put("hsts", hsts));
    Map<Object, Object> errors = errors();
    if (!errors.isEmpty()) {
      site.put("errors", errors);
    }
    site.putAll(keys);
    String scheme = server.hasTls() ? "https" : "http";
    List<Map<String, Object>> routes = new RouteReader(scope, scheme, upstreams, around).routes();
    site.put("routes", routes);
    return site;
  }

  /** {@code if ($scheme = http) { return 301 https://...; }}, in its usual forms. */
  private boolean sendsPlainToHttps() {
    List<Directive> conditions =
        scope.own().stream()
            .filter(d -> d.is("if") && IS_PLAIN.matcher(d.value()).matches())
            .toList();
    conditions.stream().flatMap(Directive::all).forEach(scope.ledger()::use);
    return !conditions.isEmpty();
  }

  /** A plain max-age is what {@code hsts} says; with more in it the header stays a header. */
  @SuppressWarnings("unchecked") // Around makes the maps it is asked for
  private static Optional<String> hsts(Map<String, Object> keys) {
    if (!(keys.get("headers") instanceof Map<?, ?> headers)
        || !(headers.get("response") instanceof Map<?, ?> response)
        || !(response.get(STS) instanceof String value)) {
      return Optional.empty();
    }
    Matcher form = MAX_AGE.matcher(value.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    ((Map<String, Object>) response).remove(STS);
    if (response.isEmpty()) {
      ((Map<String, Object>) headers).remove("response");
    }
    if (headers.isEmpty()) {
      keys.remove("headers");
    }
    return Values.duration(form.group(1));
  }

  private Map<Object, Object> errors() {
    Map<Object, Object> errors = new LinkedHashMap<>();
    for (Directive page : scope.all("error_page")) {
      String uri = page.args().get(page.args().size() - 1);
      List<String> statuses = page.args().stream().filter(arg -> arg.matches("\\d{3}")).toList();
      if (!uri.startsWith("/")) {
        scope.ledger().note(page, "errors takes files; see redirect for other places");
      } else if (page.args().stream().anyMatch(arg -> arg.startsWith("="))) {
        scope.ledger().note(page, "the status stays; see fallback of files for single-page apps");
      } else {
        file(uri).ifPresent(file -> put(statuses, file, errors));
      }
    }
    return errors;
  }

  private static void put(List<String> statuses, String file, Map<Object, Object> errors) {
    if (statuses.containsAll(ALL_5XX)) {
      errors.put("5xx", file);
    }
    statuses.stream()
        .filter(status -> !errors.containsKey("5xx") || !ALL_5XX.contains(status))
        .forEach(status -> errors.put(Integer.valueOf(status), file));
  }

  /** The file a path names: below the root of its location, or of the server. */
  private Optional<String> file(String uri) {
    Optional<Scope> location =
        scope.here("location").stream()
            .filter(l -> l.arg(0).equals(uri) || (l.arg(0).equals("=") && l.arg(1).equals(uri)))
            .map(l -> scope.within(l.block()))
            .findFirst();
    return location
        .orElse(scope)
        .value("root")
        .filter(Template::isConstant)
        .map(root -> root.replaceFirst("/$", "") + uri);
  }
}
