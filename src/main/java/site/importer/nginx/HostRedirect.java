package site.importer.nginx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code if ($host = www.example.com) { return 301 ...; }}: a host that is sent elsewhere. */
record HostRedirect(String host, String to, int status) {
  private static final Pattern CONDITION =
      Pattern.compile("\\(\\s*\\$(?:http_)?host = ([\\w.-]+)\\s*\\)");

  static List<HostRedirect> in(ServerBlock server) {
    return server.scope().own().stream()
        .filter(d -> d.is("if"))
        .flatMap(condition -> of(condition, server).stream())
        .toList();
  }

  private static Optional<HostRedirect> of(Directive condition, ServerBlock server) {
    Matcher form = CONDITION.matcher(condition.value());
    List<Directive> block = condition.block();
    if (!form.matches() || block.size() != 1 || !block.get(0).arg(0).matches("30[1278]")) {
      return Optional.empty();
    }
    Directive answer = block.get(0);
    return Template.redirect(answer.arg(1), server.hasTls() ? "https" : "http", false)
        .map(
            to -> {
              condition.all().forEach(server.scope().ledger()::use);
              return new HostRedirect(form.group(1), to, Integer.parseInt(answer.arg(0)));
            });
  }

  Map<String, Object> site() {
    Map<String, Object> site = new LinkedHashMap<>();
    site.put("hosts", List.of(host));
    Map<String, Object> route = new LinkedHashMap<>();
    route.put("path", "/*");
    route.put("redirect", Upstreams.ordered("to", to, "status", status));
    site.put("routes", List.of(route));
    return site;
  }
}
