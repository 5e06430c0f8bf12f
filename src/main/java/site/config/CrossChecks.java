package site.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at what only makes sense together. Parts that were refused already are passed over. */
final class CrossChecks {
  private final Problems problems;
  private final AccessPatterns patterns;

  CrossChecks(Problems problems, AccessPatterns patterns) {
    this.problems = problems;
    this.patterns = patterns;
  }

  void check(ConfigNode root) {
    new ListenerChecks(problems).check(root);
    new LogChecks(problems, patterns).check(root);
    new AdminChecks(problems).check(root);
    new TlsChecks(problems).check(root);
    root.find("mail").ifPresent(new MailChecks(problems)::check);
    new UpstreamChecks(problems).check(root);
    hostsAreUnique(root);
    var routes = new RouteChecks(root, problems);
    sites(root).forEach(routes::check);
    var guards = new GuardChecks(problems);
    sites(root).forEach(guards::check);
    sites(root).forEach(guards::logins);
    sites(root).stream()
        .flatMap(site -> site.find("routes").stream())
        .flatMap(all -> all.items().stream())
        .forEach(guards::check);
  }

  /** The sites that can be looked into. */
  static List<ConfigNode> sites(ConfigNode root) {
    return root.find("sites").map(ConfigNode::items).orElse(List.of());
  }

  private void hostsAreUnique(ConfigNode root) {
    Map<String, Place> first = new HashMap<>();
    for (ConfigNode site : sites(root)) {
      for (ConfigNode host : site.find("hosts").map(ConfigNode::items).orElse(List.of())) {
        Place earlier = first.putIfAbsent(host.as(String.class), host.place());
        if (earlier != null) {
          problems.error(host.spot(), host.shown(), "named already, at " + earlier);
        }
      }
    }
  }
}
