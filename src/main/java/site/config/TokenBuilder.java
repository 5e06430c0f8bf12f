package site.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes records of what is said about tokens. */
final class TokenBuilder {
  private TokenBuilder() {}

  static AuthConfig.Jwt jwt(ConfigNode jwt) {
    List<String> usual = jwt.wrote("secret") ? TokenFormat.SECRET.subList(0, 1) : TokenFormat.USUAL;
    List<String> algorithms = jwt.list("algorithms", String.class);
    return new AuthConfig.Jwt(
        jwt.get("issuer", String.class),
        GuardBuilder.texts(jwt.at("audience")),
        keys(jwt),
        algorithms.isEmpty() ? usual : algorithms,
        jwt.get("clock-skew", Duration.class),
        jwt.get("user", String.class),
        headers(jwt),
        required(jwt));
  }

  static AuthConfig.Oidc oidc(ConfigNode oidc) {
    return new AuthConfig.Oidc(
        oidc.get("issuer", URI.class),
        oidc.get("client-id", String.class),
        oidc.find("client-secret", String.class).map(AuthConfig.SharedSecret::new),
        oidc.list("scopes", String.class),
        oidc.list("algorithms", String.class),
        oidc.get("callback", String.class),
        oidc.get("logout", String.class),
        oidc.get("session", Duration.class),
        oidc.get("user", String.class),
        headers(oidc),
        required(oidc));
  }

  private static AuthConfig.TokenKeys keys(ConfigNode jwt) {
    if (jwt.wrote("secret")) {
      return new AuthConfig.SharedSecret(jwt.get("secret", String.class));
    }
    ConfigNode keys = jwt.at("keys");
    return keys.is(URI.class)
        ? new AuthConfig.FetchedKeys(keys.as(URI.class))
        : written(keys.as(FileText.class));
  }

  private static AuthConfig.TokenKeys written(FileText keys) {
    return new AuthConfig.WrittenKeys(keys.file(), keys.text());
  }

  /** Header names to claims. */
  static Map<String, String> headers(ConfigNode method) {
    Map<String, String> headers = new LinkedHashMap<>();
    method
        .find("headers")
        .ifPresent(
            all -> all.entries().forEach((name, to) -> headers.put(name, to.as(String.class))));
    return Collections.unmodifiableMap(headers);
  }

  /** Claims to the values that will do. */
  static Map<String, List<String>> required(ConfigNode method) {
    Map<String, List<String>> required = new LinkedHashMap<>();
    method
        .find("require")
        .ifPresent(
            all ->
                all.entries().forEach((claim, to) -> required.put(claim, GuardBuilder.texts(to))));
    return Collections.unmodifiableMap(required);
  }
}
