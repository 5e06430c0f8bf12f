package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.middleware.token.Tokens;

/** Bearer tokens at the door of a whole server; the keys come over a real socket. */
class BearerAuthTest {
  private static final PublicJsonWebKey KEY = Tokens.elliptic("one");

  @TempDir Path home;
  private LocalServer issuer;
  private LocalServer upstream;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    issuer = LocalServer.start().answering("/keys", request -> Tokens.set(KEY));
    upstream = LocalServer.echo();
    server = TestServer.start(home, configuration());
  }

  private String configuration() {
    return """
        listeners: [{ address: "127.0.0.1:0" }]
        log: { access: { to: access.log, format: "$remote_user $status" } }
        sites:
          - hosts: ["*"]
            auth:
              jwt:
                issuer: https://id.example
                audience: shop
                keys: "%s/keys"
                headers: { x-groups: groups }
                require: { groups: [staff] }
              user-header: x-user
            routes:
              - path: /down
                auth: { jwt: { issuer: x, audience: y, keys: "http://127.0.0.1:1/" } }
                respond: {}
              - { proxy: ["%s"] }
        """
        .formatted(issuer.url(), upstream.url());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    upstream.close();
    issuer.close();
  }

  private static Map<String, Object> claims(String group) {
    Map<String, Object> claims = Tokens.claims(Instant.now());
    claims.put("groups", List.of(group));
    return claims;
  }

  private static String bearer(Map<String, Object> claims) {
    return "Bearer " + Tokens.sign(KEY, "ES256", claims);
  }

  private HttpResponse<String> get(String path, String... authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url("http", 0, path))
            .header("x-user", "root")
            .header("x-groups", "wheel");
    for (String field : authorization) {
      request.header("authorization", field);
    }
    return server.send(request);
  }

  @Test
  void aTokenLetsInAndSaysWhoItIs() throws Exception {
    HttpResponse<String> answer = get("/a", bearer(claims("staff")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("x-user: ada").contains("x-groups: staff");
    assertThat(answer.body()).doesNotContain("root").doesNotContain("wheel");
    Await.until(() -> logged().equals("ada 200"));
  }

  @Test
  void withoutATokenNobodyIsToldAnError() throws Exception {
    for (HttpResponse<String> answer : List.of(get("/a"), get("/a", "Basic YTpi"))) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
    }
  }

  @Test
  void aTokenThatIsNoGoodIsAnsweredWithTheReason() throws Exception {
    Map<String, Object> old = claims("staff");
    old.put("exp", Instant.now().getEpochSecond() - 100);

    HttpResponse<String> answer = get("/a", bearer(old));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate"))
        .hasValue("Bearer error=\"invalid_token\", error_description=\"it has expired\"");
    assertThat(get("/a", "Bearer x").statusCode()).isEqualTo(401);
    assertThat(get("/a", "Bearer x", "Bearer y").statusCode()).isEqualTo(400);
  }

  @Test
  void whoIsKnownButMayNotIsForbidden() throws Exception {
    HttpResponse<String> answer = get("/a", bearer(claims("guests")));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
        .contains("insufficient_scope");
    Await.until(() -> logged().equals("ada 403"));
  }

  @Test
  void nobodyEntersWithoutKeys() throws Exception {
    assertThat(get("/down", bearer(claims("staff"))).statusCode()).isEqualTo(503);
  }

  private String logged() {
    try {
      return Files.readString(home.resolve("access.log")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
