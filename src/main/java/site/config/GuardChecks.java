package site.config;

/** Whether what a request has to pass makes sense as a whole, on a site or on a route. */
final class GuardChecks {
  private final Problems problems;

  GuardChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode owner) {
    owner.find("limit").filter(ConfigNode::isMap).ifPresent(this::limit);
  }

  private void limit(ConfigNode limit) {
    if (!limit.wrote("rate") && !limit.wrote("connections")) {
      problems.error(limit.spot(), "limits nothing (expected rate or connections)");
    }
    if (limit.wrote("burst") && !limit.wrote("rate")) {
      problems.error(limit.entries().get("burst").spot(), "only together with rate");
    }
  }
}
