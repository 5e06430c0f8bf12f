package site.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what a request has to pass makes sense as a whole, on a site or on a route. */
final class GuardChecks {
  private static final List<String> METHODS = List.of("basic", "forward", "jwt", "oidc");

  private static final String NOT_WITH_KEYS = "not with keys (expected no HS256, HS384, HS512)";
  private static final String NOT_WITH_SECRET = "not with secret (expected HS256, HS384 or HS512)";

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
    auth.find("jwt").ifPresent(this::jwt);
    auth.find("oidc").ifPresent(this::oidc);
  }

  /** A public key must never be taken for a secret: all algorithms are of one kind. */
  private void jwt(ConfigNode jwt) {
    if (jwt.wrote("keys") == jwt.wrote("secret")) {
      problems.error(jwt.spot(), "expected one of keys or secret");
      return;
    }
    boolean secret = jwt.wrote("secret");
    jwt.find("algorithms").map(ConfigNode::items).orElse(List.of()).stream()
        .filter(one -> TokenFormat.SECRET.contains(one.as(String.class)) != secret)
        .forEach(one -> problems.error(one.spot(), secret ? NOT_WITH_SECRET : NOT_WITH_KEYS));
    jwt.find("secret").filter(GuardChecks::isShort).ifPresent(this::shortSecret);
    jwt.find("keys").ifPresent(this::plainKeys);
  }

  private static boolean isShort(ConfigNode secret) {
    return secret.as(String.class).getBytes(UTF_8).length < TokenFormat.LEAST_SECRET;
  }

  /** Does not show it. */
  private void shortSecret(ConfigNode secret) {
    problems.error(
        secret.spot(), "too short (expected at least " + TokenFormat.LEAST_SECRET + " bytes)");
  }

  private void plainKeys(ConfigNode keys) {
    if (keys.is(URI.class) && !isSafe(keys.as(URI.class))) {
      problems.warning(
          keys.spot(), "without TLS somebody on the way can put in keys (expected https)");
    }
  }

  /** Encrypted, or not leaving this machine. */
  static boolean isSafe(URI url) {
    return url.getScheme().equals("https")
        || url.getHost().matches("localhost|127\\.[0-9.]+|\\[::1]");
  }

  /** Where people come back to must tell which login it was. */
  void logins(ConfigNode site) {
    Map<String, AuthConfig.Oidc> logins = new HashMap<>();
    Stream.concat(Stream.of(site), site.find("routes").stream().flatMap(r -> r.items().stream()))
        .flatMap(owner -> owner.find("auth").stream())
        .flatMap(auth -> auth.isMap() ? auth.find("oidc").stream() : Stream.empty())
        .filter(oidc -> oidc.isSound() && oidc.wrote("issuer") && oidc.wrote("client-id"))
        .forEach(oidc -> login(oidc, logins));
  }

  private void login(ConfigNode node, Map<String, AuthConfig.Oidc> logins) {
    AuthConfig.Oidc oidc = TokenBuilder.oidc(node);
    for (String path : List.of(oidc.callback(), oidc.logout())) {
      AuthConfig.Oidc before = logins.putIfAbsent(path, oidc);
      if (before != null && !before.equals(oidc)) {
        problems.error(
            node.spot(), path + " belongs to another login of this site (expected own paths)");
      }
    }
  }

  private void oidc(ConfigNode oidc) {
    oidc.find("issuer")
        .filter(issuer -> !isSafe(issuer.as(URI.class)))
        .ifPresent(
            issuer ->
                problems.error(
                    issuer.spot(), "not without TLS (expected https, or http on this machine)"));
    if (oidc.find("callback", String.class).equals(oidc.find("logout", String.class))) {
      problems.error(oidc.spot(), "callback and logout are the same path");
    }
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
    List<Duration> times = limit.list("rate", Rate.class).stream().map(Rate::per).toList();
    if (times.size() > 1 && limit.wrote("burst")) {
      problems.error(limit.entries().get("burst").spot(), "only together with a single rate");
    }
    if (times.size() != Set.copyOf(times).size()) {
      problems.error(
          limit.entries().get("rate").spot(),
          "two of one unit (expected one for each of s, m, h, d)");
    }
  }
}
