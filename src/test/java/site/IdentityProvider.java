package site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.PublicJsonWebKey;
import site.middleware.token.Tokens;

/**
 * An OpenID provider over a real socket, that signs with real keys and is as strict as the
 * standards allow. Knows everybody already and asks nothing.
 */
final class IdentityProvider implements AutoCloseable {
  static final String CLIENT = "site";
  static final String SECRET = "between us: +&";

  private final LocalServer server = LocalServer.start();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile PublicJsonWebKey key = Tokens.rsa("first");
  private volatile PublicJsonWebKey published = key;
  private volatile Consumer<Map<String, Object>> change = claims -> {};

  IdentityProvider() throws IOException {
    server
        .answering("/.well-known/openid-configuration", exchange -> document())
        .answering("/keys", exchange -> Tokens.set(published))
        .answering("/authorize", this::authorize)
        .answering("/token", this::token);
  }

  String issuer() {
    return server.url();
  }

  /** Tokens from now on say something else. */
  void says(Consumer<Map<String, Object>> other) {
    change = other;
  }

  /** Signs by another key from now on, and tells so or not. */
  void changeKey(boolean published) {
    key = Tokens.rsa(published ? "second" : "first");
    this.published = published ? key : this.published;
  }

  private String document() {
    return JsonUtil.toJson(
        Map.of(
            "issuer", issuer(),
            "authorization_endpoint", issuer() + "/authorize?tenant=1",
            "token_endpoint", issuer() + "/token",
            "jwks_uri", issuer() + "/keys",
            "end_session_endpoint", issuer() + "/logout",
            "authorization_response_iss_parameter_supported", true));
  }

  private String authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    boolean sound =
        "code".equals(asked.get("response_type"))
            && CLIENT.equals(asked.get("client_id"))
            && "S256".equals(asked.get("code_challenge_method"))
            && List.of(asked.get("scope").split(" ")).contains("openid")
            && "1".equals(asked.get("tenant"));
    if (!sound) {
      exchange.sendResponseHeaders(400, 0);
      return "";
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?code="
                + code
                + "&state="
                + asked.get("state")
                + "&iss="
                + issuer());
    exchange.sendResponseHeaders(302, 0);
    return "";
  }

  private String token(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String basic = exchange.getRequestHeaders().getFirst("Authorization");
    // A code is good once.
    Map<String, String> begun = codes.remove(asked.getOrDefault("code", ""));
    boolean sound =
        begun != null
            && "authorization_code".equals(asked.get("grant_type"))
            && begun.get("redirect_uri").equals(asked.get("redirect_uri"))
            && begun.get("code_challenge").equals(challenge(asked.get("code_verifier")))
            && basic.equals("Basic " + base64("site:between+us%3A+%2B%26"));
    if (!sound) {
      exchange.sendResponseHeaders(400, 0);
      return "{\"error\":\"invalid_grant\"}";
    }
    Map<String, Object> claims = Tokens.claims(Instant.now());
    claims.put("iss", issuer());
    claims.put("aud", CLIENT);
    claims.put("nonce", begun.get("nonce"));
    claims.put("email", "ada@example.com");
    claims.put("groups", List.of("staff"));
    change.accept(claims);
    return JsonUtil.toJson(
        Map.of("id_token", Tokens.sign(key, "RS256", claims), "token_type", "Bearer"));
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** The values of a query or a form. */
  static Map<String, String> form(String text) {
    Map<String, String> values = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(
          URLDecoder.decode(parts[0], UTF_8),
          parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    return values;
  }

  static Map<String, String> query(String url) {
    return form(URI.create(url).getRawQuery());
  }

  @Override
  public void close() {
    server.close();
  }
}
