package site.config;

import java.util.List;
import java.util.Map;

/** Whether what a request has to pass makes sense as a whole, on a site or on a route. */
final class GuardChecks {
  private static final List<String> METHODS = List.of("basic", "forward", "jwt", "oidc");

  private final Problems problems;

  GuardChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode owner) {
    owner.find("limit").filter(ConfigNode::isMap).ifPresent(this::limit);
    owner.find("cors").filter(ConfigNode::isMap).ifPresent(this::cors);
    owner.find("auth").filter(ConfigNode::isMap).ifPresent(this::auth);
  }

  /** Fetch Standard, "CORS protocol and credentials": browsers would refuse it. */
  private void cors(ConfigNode cors) {
    List<String> origins = cors.list("origins", String.class);
    boolean all = origins.contains("*");
    if (all && origins.size() > 1) {
      problems.error(cors.at("origins").spot(), "\"*\" stands for all others (expected it alone)");
    }
    if (all && cors.find("credentials", Boolean.class).orElse(false)) {
      problems.error(
          cors.at("credentials").spot(), "not for every origin (expected origins without \"*\")");
    }
  }

  private void auth(ConfigNode auth) {
    long methods = METHODS.stream().filter(auth::wrote).count();
    if (methods != 1 && !auth.hasUnknownKey()) {
      problems.error(auth.spot(), "expected one of " + Scalars.list(METHODS));
    }
    auth.find("basic").flatMap(basic -> basic.find("users")).ifPresent(this::users);
  }

  private void users(ConfigNode users) {
    List<String> texts = GuardBuilder.texts(users);
    PasswordFile.problem(texts).ifPresent(problem -> problems.error(users.spot(), problem));
    List<String> weak =
        PasswordFile.users(texts).entrySet().stream()
            .filter(user -> PasswordFile.isWeak(user.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!weak.isEmpty()) {
      problems.warning(
          users.spot(), "weak hashes (MD5), to be made anew by site.jar hash-password: " + weak);
    }
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
