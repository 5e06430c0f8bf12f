package site.middleware.oidc;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, 3).
 *
 * @param logout where people log out of the provider as well
 * @param basic whether our secret goes into a header, not into the form (OpenID Connect Core 9)
 * @param namesItself whether its answers name it (RFC 9207)
 */
record Provider(
    URI authorization,
    URI token,
    URI keys,
    Optional<URI> logout,
    boolean basic,
    boolean namesItself) {

  /** Where a provider says it. */
  static URI documentOf(URI issuer) {
    return URI.create(
        issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when it is another's, or says too little
   */
  static Provider parse(URI issuer, String text) {
    JsonObject json;
    try {
      json = new JsonObject(text);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("no document of an OpenID provider", e);
    }
    if (!issuer.toString().equals(json.getValue("issuer"))) {
      throw new IllegalArgumentException(
          "it calls itself " + json.getValue("issuer") + " (expected issuer " + issuer + ")");
    }
    return new Provider(
        required(issuer, json, "authorization_endpoint"),
        required(issuer, json, "token_endpoint"),
        required(issuer, json, "jwks_uri"),
        url(issuer, json, "end_session_endpoint"),
        methods(json).contains("client_secret_basic"),
        Boolean.TRUE.equals(json.getValue("authorization_response_iss_parameter_supported")));
  }

  private static List<?> methods(JsonObject json) {
    return json.getValue("token_endpoint_auth_methods_supported") instanceof JsonArray said
        ? said.getList()
        : List.of("client_secret_basic");
  }

  private static URI required(URI issuer, JsonObject json, String name) {
    return url(issuer, json, name)
        .orElseThrow(() -> new IllegalArgumentException("it names no usable " + name));
  }

  /** As safe as the issuer itself, or not at all. */
  private static Optional<URI> url(URI issuer, JsonObject json, String name) {
    return Optional.of(json.getValue(name, ""))
        .filter(String.class::isInstance)
        .map(value -> URI.create((String) value))
        .filter(url -> url.getHost() != null)
        .filter(url -> List.of("https", issuer.getScheme()).contains(url.getScheme()));
  }
}
