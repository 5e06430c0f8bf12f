package site.middleware.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import site.config.AuthConfig;
import site.middleware.token.IssuerHttp;

/** Turns the code that a browser brought back into a token (OpenID Connect Core 3.1.3). */
final class TokenRequest {
  private final AuthConfig.Oidc config;
  private final IssuerHttp http;

  TokenRequest(AuthConfig.Oidc config, IssuerHttp http) {
    this.config = config;
    this.http = http;
  }

  /** The ID token, not verified; fails with what the provider has against it. */
  Future<String> send(Provider provider, String code, String verifier, String callback) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", callback);
    form.put("code_verifier", verifier);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/x-www-form-urlencoded");
    authenticate(provider, headers, form);
    return http.post(provider.token(), headers, Buffer.buffer(encoded(form)))
        .compose(TokenRequest::token);
  }

  private void authenticate(
      Provider provider, Map<String, String> headers, Map<String, String> form) {
    if (config.clientSecret().isPresent() && provider.basic()) {
      // RFC 6749 2.3.1: both parts are form-encoded before they are joined.
      String both = encoded(config.clientId()) + ":" + encoded(config.clientSecret().get().text());
      headers.put(
          "authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
      return;
    }
    form.put("client_id", config.clientId());
    config.clientSecret().ifPresent(secret -> form.put("client_secret", secret.text()));
  }

  private static Future<String> token(IssuerHttp.Answer answer) {
    try {
      JsonObject json = new JsonObject(answer.text());
      return answer.status() == 200 && json.getValue("id_token") instanceof String token
          ? Future.succeededFuture(token)
          : Future.failedFuture(
              "the provider gives no token: " + answer.status() + " " + json.getValue("error"));
    } catch (DecodeException e) {
      return Future.failedFuture("the provider gives no token: " + answer.status());
    }
  }

  /** As in a query and in a form. */
  static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
