package site.importer.nginx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What nginx does around an answer and we do with the keys that stand on sites and routes. */
final class Around {
  private static final Pattern ZONE = Pattern.compile("([^:]+):.*");

  private final Map<String, Directive> requestZones;
  private final List<Directive> cachePaths;

  /** Knows the zones that {@code limit_req} refers to. */
  Around(Scope http) {
    requestZones =
        http.all("limit_req_zone").stream()
            .collect(Collectors.toMap(Around::zoneName, Function.identity(), (one, other) -> one));
    http.all("limit_conn_zone");
    cachePaths = http.all("proxy_cache_path");
  }

  private static String zoneName(Directive zone) {
    String text = zone.option("zone").orElse("");
    Matcher form = ZONE.matcher(text);
    return form.matches() ? form.group(1) : text;
  }

  /** The keys for what is said in a scope. */
  Map<String, Object> keys(Scope scope) {
    Map<String, Object> keys = new LinkedHashMap<>();
    access(scope, keys);
    limit(scope).ifPresent(limit -> keys.put("limit", limit));
    auth(scope).ifPresent(auth -> keys.put("auth", auth));
    headers(scope).ifPresent(headers -> keys.put("headers", headers));
    scope
        .value("client_max_body_size")
        .filter(size -> !size.equals("0"))
        .flatMap(Values::size)
        .ifPresent(size -> keys.put("body-limit", size));
    cache(scope).ifPresent(cache -> keys.put("cache", cache));
    if (scope.value("access_log").filter("off"::equals).isPresent()) {
      keys.put("log", false);
    }
    return keys;
  }

  /** nginx takes the first rule that fits; ours asks {@code deny} first, then {@code allow}. */
  private static void access(Scope scope, Map<String, Object> keys) {
    List<Directive> rules =
        scope.own().stream().filter(d -> d.is("allow") || d.is("deny")).toList();
    if (rules.isEmpty() && scope.outer() != null) {
      access(scope.outer(), keys);
      return;
    }
    rules.forEach(scope.ledger()::use);
    List<String> allowed = new ArrayList<>();
    List<String> denied = new ArrayList<>();
    for (Directive rule : rules) {
      if (rule.arg(0).equals("all")) {
        accessOfOthers(rule, allowed, denied, keys);
        if (rule.is("allow") && scope.outer() == null) { // more than the site lets in
          keys.put("allow", everybody());
          keys.putIfAbsent("deny", List.of());
        }
        return;
      }
      if (rule.is("deny") && !allowed.isEmpty()) {
        scope.ledger().remark(rule, "is asked before every allow; check that this is meant");
      }
      (rule.is("allow") ? allowed : denied).add(rule.arg(0));
    }
    putUnlessEmpty(keys, "deny", denied);
  }

  private static void accessOfOthers(
      Directive last, List<String> allowed, List<String> denied, Map<String, Object> keys) {
    putUnlessEmpty(keys, "deny", denied);
    if (last.is("deny")) {
      if (allowed.isEmpty()) {
        keys.put("deny", everybody());
      } else {
        keys.put("allow", allowed);
      }
    }
  }

  private static List<String> everybody() {
    return new ArrayList<>(List.of("0.0.0.0/0", "::/0")); // one list twice would become an alias
  }

  private static void putUnlessEmpty(Map<String, Object> keys, String key, List<String> list) {
    if (!list.isEmpty()) {
      keys.put(key, list);
    }
  }

  private Optional<Map<String, Object>> limit(Scope scope) {
    Map<String, Object> limit = new LinkedHashMap<>();
    scope.find("limit_req").ifPresent(use -> rate(use, scope, limit));
    scope
        .find("limit_conn")
        .ifPresent(use -> limit.put("connections", Integer.valueOf(use.arg(1))));
    return limit.isEmpty() ? Optional.empty() : Optional.of(limit);
  }

  private void rate(Directive use, Scope scope, Map<String, Object> limit) {
    Directive zone = requestZones.get(use.option("zone").orElse(""));
    Optional<String> rate =
        Optional.ofNullable(zone).flatMap(z -> z.option("rate")).flatMap(Values::rate);
    if (rate.isEmpty()) {
      scope.ledger().note(use, "its limit_req_zone is not here");
      return;
    }
    if (!zone.arg(0).matches("\\$(binary_)?remote_addr")) {
      scope.ledger().remark(zone, "counted by client here; see the key of limit for others");
    }
    limit.put("rate", rate.get());
    use.option("burst").ifPresent(burst -> limit.put("burst", Integer.valueOf(burst)));
  }

  private static Optional<Object> auth(Scope scope) {
    Optional<Directive> realm = scope.find("auth_basic");
    Optional<String> file = scope.value("auth_basic_user_file");
    scope
        .find("auth_request")
        .ifPresent(ask -> scope.ledger().note(ask, "see auth.forward, which takes a URL"));
    if (realm.filter(r -> r.value().equals("off")).isPresent()) {
      return Optional.of(false);
    }
    if (realm.isEmpty() || file.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Map.of(
            "basic",
            Upstreams.ordered(
                "realm", realm.get().value(), "users", "${file:" + file.get() + "}")));
  }

  private static Optional<Map<String, Object>> headers(Scope scope) {
    Map<String, Object> response = new LinkedHashMap<>();
    for (Directive add : scope.all("add_header")) {
      if (Template.isConstant(add.arg(1))) {
        response.put(add.arg(0).toLowerCase(Locale.ROOT), add.arg(1));
      } else {
        scope.ledger().note(add, "only values that are the same for all requests can be set");
      }
    }
    scope
        .all("proxy_hide_header")
        .forEach(h -> response.put(h.arg(0).toLowerCase(Locale.ROOT), null));
    Map<String, Object> headers = new LinkedHashMap<>();
    Map<String, Object> request = ProxyReader.headers(scope);
    if (!request.isEmpty()) {
      headers.put("request", request);
    }
    if (!response.isEmpty()) {
      headers.put("response", response);
    }
    return headers.isEmpty() ? Optional.empty() : Optional.of(headers);
  }

  private Optional<Object> cache(Scope scope) {
    Optional<String> zone = scope.value("proxy_cache").filter(name -> !name.equals("off"));
    return zone.map(
        name ->
            cachePaths.stream()
                .filter(path -> path.option("keys_zone").orElse("").startsWith(name + ":"))
                .flatMap(path -> path.option("max_size").flatMap(Values::size).stream())
                .<Object>map(size -> Map.of("max-size", size))
                .findFirst()
                .orElse(true));
  }

  /** The value of {@code Cache-Control} that {@code expires} stands for. */
  static Optional<String> cacheControl(Scope scope) {
    return scope
        .value("expires")
        .filter(value -> !value.equals("off"))
        .flatMap(
            value ->
                switch (value) {
                  case "max" -> Optional.of("max-age=315360000");
                  case "epoch" -> Optional.of("no-cache");
                  default ->
                      value.startsWith("-")
                          ? Optional.of("no-cache")
                          : Values.seconds(value).map(seconds -> "max-age=" + seconds);
                });
  }
}
