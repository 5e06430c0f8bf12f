package site.revision;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import site.acme.CertPolicy;
import site.acme.CertSpec;
import site.config.ActionConfig;
import site.config.Address;
import site.config.ClientCertificatesConfig;
import site.config.Config;
import site.config.GuardsConfig;
import site.config.ListenerConfig;
import site.config.MiddlewareConfig;
import site.config.RouteConfig;
import site.config.TlsConfig;
import site.config.TlsConfig.CertificateConfig;
import site.http.Authority;
import site.http.HttpFailure;
import site.http.RequestPath;
import site.http.coding.AcceptEncoding;
import site.http.coding.Coding;
import site.http.coding.Encoders;
import site.middleware.AllowDeny;
import site.routing.RequestFacts;
import site.routing.Site;
import site.routing.SiteTable;

/**
 * Tells the way a request would take and why, by running the decisions without the actions: no
 * socket is opened, no file read, no app called.
 */
public final class Explain {
  private final Config config;
  private final List<Line> lines = new ArrayList<>();
  private Optional<RouteConfig> route = Optional.empty();
  private OptionalInt status = OptionalInt.empty();
  private RequestPath seen = RequestPath.ASTERISK;

  private Explain(Config config) {
    this.config = config;
  }

  /** One finding: what it is about, and what was found. */
  public record Line(String subject, String finding) {}

  /**
   * A request that is not made.
   *
   * @param target the path and query as they would stand in the request line
   * @param client where it would come from
   */
  public record Question(
      String method,
      boolean secure,
      Authority authority,
      String target,
      MultiMap headers,
      InetAddress client) {}

  public static List<Line> explain(Config config, Question question) {
    Explain explain = new Explain(config);
    explain.request(question);
    return explain.lines;
  }

  /**
   * What would come of it, whatever listener it came by.
   *
   * @param status empty where only the action knows
   * @param seen the path the action would see
   */
  record Outcome(Optional<RouteConfig> route, OptionalInt status, RequestPath seen) {}

  static Outcome outcome(Config config, Question question) {
    Explain explain = new Explain(config);
    explain.way(question);
    return new Outcome(explain.route, explain.status, explain.seen);
  }

  private void request(Question question) {
    if (listener(question)) {
      way(question);
    }
  }

  private void way(Question question) {
    SiteTable sites = compiler().compile();
    Optional<Site> site = sites.find(question.authority().host());
    if (site.isEmpty()) {
      say("site", "none for " + question.authority().host() + ": 421 Misdirected Request");
      status = OptionalInt.of(421);
      return;
    }
    if (question.secure()) {
      say("certificate", certificate(question.authority().host()));
    }
    say("site", site.get().name());
    if (!question.secure() && site.get().redirectsPlainRequests()) {
      say("redirect", "308 to https, because it came without TLS (https-redirect)");
      status = OptionalInt.of(308);
      return;
    }
    config.sites().stream()
        .filter(one -> one.hosts().get(0).equals(site.get().name()))
        .flatMap(one -> one.clientCertificates().stream())
        .forEach(clients -> say("client", certificateOf(clients)));
    route(site.get(), question);
  }

  private static String certificateOf(ClientCertificatesConfig clients) {
    String mode = clients.required() ? "required" : "asked for";
    return "certificate " + mode + ", by " + clients.file();
  }

  private SiteCompiler compiler() {
    return new SiteCompiler(
        config,
        Explain::nothing,
        (site, route) -> List.of(),
        (cache, route) -> (exchange, next) -> next.handle(exchange),
        java.util.Map.of(),
        host -> false,
        Encoders.NONE);
  }

  private static site.http.Action nothing(RouteConfig route) {
    return exchange -> Future.succeededFuture();
  }

  private boolean listener(Question question) {
    int port = port(question);
    for (ListenerConfig listener : config.listeners()) {
      boolean samePort =
          listener.address() instanceof Address.Tcp tcp && (tcp.port() == port || tcp.port() == 0);
      if (samePort && listener.tls() == question.secure()) {
        say("listener", listener.address() + (listener.tls() ? " with TLS" : " without TLS"));
        return true;
      }
    }
    say(
        "listener",
        "none on port " + port + (question.secure() ? " with TLS" : " without TLS") + ": refused");
    return false;
  }

  private static int port(Question question) {
    int standard = question.secure() ? 443 : 80;
    return question.authority().port() < 0 ? standard : question.authority().port();
  }

  private void route(Site site, Question question) {
    int mark = question.target().indexOf('?');
    RequestPath path;
    try {
      path = RequestPath.parse(mark < 0 ? question.target() : question.target().substring(0, mark));
    } catch (HttpFailure refused) {
      say("hygiene", refused.status() + ": " + refused.getMessage());
      status = OptionalInt.of(refused.status());
      return;
    }
    RequestFacts facts =
        new RequestFacts(
            question.method(),
            path.decoded(),
            question.headers(),
            mark < 0 ? null : question.target().substring(mark + 1),
            question.client());
    say("path", path.decoded());
    site.passedOver(facts).forEach((route, why) -> say("not", route + " (" + why + ")"));
    try {
      found(site.route(facts).config(), path, question);
    } catch (HttpFailure none) {
      say("route", "none: " + none.status() + ", " + none.getMessage());
      status = OptionalInt.of(none.status());
    }
  }

  private String certificate(String host) {
    for (CertificateConfig own : config.tls().certificates()) {
      if (own.names().contains(host) || own.names().contains(wildcardOf(host))) {
        return own.certificate().toString();
      }
    }
    for (CertSpec spec :
        CertPolicy.of(config, Certificates.solvable(config), own -> false).specs().values()) {
      if (spec.names().contains(host) || spec.names().contains(wildcardOf(host))) {
        return "by ACME from " + spec.authorities().get(0).id();
      }
    }
    boolean others = config.tls().certificates().stream().anyMatch(own -> own.names().isEmpty());
    String ifNamed = others ? "the operator's that names " + host + ", else " : "";
    return ifNamed + (config.tls().mode() == TlsConfig.Mode.MANUAL ? "none" : "internal CA");
  }

  private static String wildcardOf(String host) {
    return "*" + host.substring(Math.max(0, host.indexOf('.')));
  }

  private void found(RouteConfig route, RequestPath path, Question question) {
    say("route", route.path());
    this.route = Optional.of(route);
    MiddlewareConfig around = route.middleware();
    if (!new AllowDeny(around.allow(), around.deny()).permits(question.client())) {
      say("allow", "403, " + question.client().getHostAddress() + " may not");
      status = OptionalInt.of(403);
      return;
    }
    if (!around.allow().isEmpty() || !around.deny().isEmpty()) {
      say("allow", question.client().getHostAddress() + " may");
    }
    if (!guards(around.guards(), question)) {
      return;
    }
    around.requestHeaders().forEach((name, value) -> say("request", change(name, value)));
    around.responseHeaders().forEach((name, value) -> say("response", change(name, value)));
    say("compress", compression(around, question));
    around.earlyHints().forEach(link -> say("hint", link));
    around.cache().ifPresent(cache -> say("cache", cache.name()));
    RequestPath seen = SiteCompiler.mount(route).map(path::below).orElse(path);
    RequestPath shown =
        route
            .rewrite()
            .map(to -> RequestPath.parse(to.replace("{path}", seen.encoded())))
            .orElse(seen);
    say("action", describe(route.action()));
    say("sees", shown.encoded());
    this.seen = shown;
    status = status(route.action());
  }

  /** Whether the request gets past them, as far as can be told without asking anybody. */
  private boolean guards(GuardsConfig guards, Question question) {
    ExplainGuards.Findings findings = ExplainGuards.of(guards, question);
    lines.addAll(findings.lines());
    status = findings.refusal();
    return findings.refusal().isEmpty();
  }

  private static String compression(MiddlewareConfig around, Question question) {
    List<Coding> offered =
        around.compress().stream().flatMap(token -> Coding.of(token).stream()).toList();
    if (offered.isEmpty()) {
      return "off";
    }
    String field = question.headers().get("accept-encoding");
    return AcceptEncoding.choose(field, offered).stream()
        .findFirst()
        .map(coding -> coding.token() + " where the content gets smaller by it")
        .orElse("the client accepts none of " + around.compress());
  }

  private static String change(String name, Optional<String> value) {
    return value.map(text -> name + ": " + text).orElse(name + " removed");
  }

  private static OptionalInt status(ActionConfig action) {
    if (action instanceof ActionConfig.Redirect redirect) {
      return OptionalInt.of(redirect.status());
    }
    return action instanceof ActionConfig.Respond respond
        ? OptionalInt.of(respond.status())
        : OptionalInt.empty();
  }

  private static String describe(ActionConfig action) {
    if (action instanceof ActionConfig.FilesFirst first) {
      return describe(first.files()) + ", else " + describe(first.others());
    }
    if (action instanceof ActionConfig.Files files) {
      return "files below " + files.root();
    }
    if (action instanceof ActionConfig.Proxy proxy) {
      return "proxy to "
          + proxy.upstream().map(name -> name + " ").orElse("")
          + proxy.targets().targets().stream().map(t -> t.url().toString()).toList();
    }
    if (action instanceof ActionConfig.App app) {
      return "app " + app.name();
    }
    if (action instanceof ActionConfig.Compare compare) {
      return describe(compare.serve()) + ", compared with " + describe(compare.with());
    }
    if (action instanceof ActionConfig.Redirect redirect) {
      return redirect.status() + " to " + redirect.to();
    }
    return "respond " + ((ActionConfig.Respond) action).status();
  }

  private void say(String subject, String finding) {
    lines.add(new Line(subject, finding));
  }
}
