package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People log in at a provider over a real socket, and come to a page of a whole server. */
class OpenIdTest {
  @TempDir Path home;
  private IdentityProvider provider;
  private LocalServer upstream;
  private TestServer server;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  @BeforeEach
  void start() throws Exception {
    provider = new IdentityProvider();
    upstream = LocalServer.echo();
    server = TestServer.start(home, configuration("[staff]"));
  }

  private String configuration(String groups) {
    return """
        listeners: [{ address: "127.0.0.1:0", tls: true }]
        log: { access: { to: access.log, format: "$remote_user $status $request_uri" } }
        sites:
          - hosts: [localhost]
            routes:
              - path: /admin/*
                auth:
                  oidc:
                    issuer: %s
                    client-id: site
                    client-secret: "%s"
                    scopes: [email]
                    headers: { x-email: email }
                    require: { groups: %s }
                  user-header: x-user
                proxy: ["%s"]
              - { respond: { body: open } }
        """
        .formatted(provider.issuer(), IdentityProvider.SECRET, groups, upstream.url());
  }

  @AfterEach
  void stop() {
    server.close();
    upstream.close();
    provider.close();
  }

  /** As a browser goes to a page, with the cookies it has; follows nothing by itself. */
  private HttpResponse<String> browse(URI url, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(20))
            .header("accept", "text/html")
            .header("cookie", cookieField());
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response =
        server.client(HttpClient.Version.HTTP_1_1).send(request.build(), BodyHandlers.ofString());
    response.headers().allValues("set-cookie").forEach(this::keep);
    return response;
  }

  private String cookieField() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; ", "theme=dark; ", ""));
  }

  private void keep(String field) {
    String[] pair = field.substring(0, field.indexOf(';')).split("=", 2);
    if (field.contains("Max-Age=0")) {
      cookies.remove(pair[0]);
    } else {
      assertThat(field).contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/");
      assertThat(pair[0]).startsWith("__Host-");
      cookies.put(pair[0], pair[1]);
    }
  }

  private URI page(String path) {
    return server.url("https", 0, path);
  }

  private static URI location(HttpResponse<String> redirect) {
    assertThat(redirect.statusCode()).as(redirect.body()).isEqualTo(302);
    return URI.create(redirect.headers().firstValue("location").orElseThrow());
  }

  /** From the page to the provider and back, up to what the callback answers. */
  private HttpResponse<String> logIn(String path) throws Exception {
    URI there = location(browse(page(path)));
    URI back = location(HttpClient.newHttpClient().send(get(there), BodyHandlers.ofString()));
    return browse(back);
  }

  private static HttpRequest get(URI url) {
    return HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).build();
  }

  private boolean isIn(String path) throws Exception {
    return browse(page(path)).statusCode() == 200;
  }

  @Test
  void whoLogsInComesToThePageAskedFor() throws Exception {
    URI to = location(logIn("/admin/a%20b?c=d&e"));
    assertThat(to.toString()).isEqualTo("/admin/a%20b?c=d&e");

    HttpResponse<String> answer =
        browse(page(to.toString()), "x-user", "root", "x-email", "evil@example.com");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("/admin/a%20b?c=d&e\n")
        .contains("x-user: ada\n", "x-email: ada@example.com\n", "cookie: theme=dark\n")
        .doesNotContain("__Host", "root", "evil");
    assertThat(cookies).hasSize(1);
    Await.until(() -> log().contains("ada 200 /admin/a%20b?c=d&e"));
  }

  private String log() {
    try {
      return Files.readString(home.resolve("access.log"));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void otherRoutesAskNobody() throws Exception {
    assertThat(browse(page("/")).body()).isEqualTo("open");
  }

  @Test
  void onlyWhoGoesToAPageIsSentToLogIn() throws Exception {
    HttpResponse<String> script = browse(page("/admin/"), "sec-fetch-mode", "cors");

    assertThat(script.statusCode()).isEqualTo(401);
    assertThat(cookies).isEmpty();
    assertThat(browse(page("/admin/"), "sec-fetch-mode", "navigate").statusCode()).isEqualTo(302);
  }

  @Test
  void anAnswerIsTakenOnceAndOnlyFromTheBrowserThatBegan() throws Exception {
    URI there = location(browse(page("/admin/")));
    URI back = location(HttpClient.newHttpClient().send(get(there), BodyHandlers.ofString()));
    Map<String, String> mine = Map.copyOf(cookies);

    cookies.clear();
    assertThat(browse(back).statusCode()).as("another browser").isEqualTo(400);

    cookies.putAll(mine);
    URI forged = URI.create(back.toString().replaceAll("state=.{8}", "state=AAAAAAAA"));
    assertThat(browse(forged).statusCode()).as("another state").isEqualTo(400);
    assertThat(browse(URI.create(back.toString().replace("&iss=", "&iss=x"))).statusCode())
        .as("another provider")
        .isEqualTo(400);

    cookies.putAll(mine);
    assertThat(browse(back).statusCode()).isEqualTo(302);
    cookies.putAll(mine);
    assertThat(browse(back).statusCode()).as("a code that was used").isEqualTo(502);
  }

  @Test
  void twoWindowsDoNotDisturbEachOther() throws Exception {
    URI one = location(browse(page("/admin/one")));
    URI two = location(browse(page("/admin/two")));

    for (URI there : List.of(one, two)) {
      URI back = location(HttpClient.newHttpClient().send(get(there), BodyHandlers.ofString()));
      assertThat(location(browse(back)).toString()).startsWith("/admin/");
    }
  }

  @Test
  void waysThatWereBegunAndLeftAreCleanedUp() throws Exception {
    for (int i = 0; i < 12; i++) {
      browse(page("/admin/"));
    }

    assertThat(cookies.size()).isBetween(1, 6);
  }

  @Test
  void aTokenThatIsNotRightLetsNobodyIn() throws Exception {
    provider.says(claims -> claims.put("nonce", "another"));
    assertThat(logIn("/admin/").statusCode()).isEqualTo(403);
    provider.says(claims -> claims.put("aud", "another"));
    assertThat(logIn("/admin/").statusCode()).isEqualTo(403);
    provider.says(claims -> claims.put("azp", "another"));
    assertThat(logIn("/admin/").statusCode()).isEqualTo(403);
    provider.says(claims -> claims.put("iss", "https://evil.example"));
    assertThat(logIn("/admin/").statusCode()).isEqualTo(403);
    provider.says(claims -> claims.put("exp", 1));
    assertThat(logIn("/admin/").statusCode()).isEqualTo(403);
    provider.says(claims -> {});
    provider.changeKey(false);
    assertThat(logIn("/admin/").statusCode()).isEqualTo(403);

    assertThat(isIn("/admin/")).isFalse();
  }

  @Test
  void whoLacksWhatIsRequiredIsForbidden() throws Exception {
    provider.says(claims -> claims.put("groups", List.of("guests")));

    assertThat(logIn("/admin/").statusCode()).isEqualTo(403);

    Await.until(() -> log().contains("ada 403"));
  }

  @Test
  void aRefusalOfTheProviderIsToldToThePerson() throws Exception {
    String state =
        IdentityProvider.query(location(browse(page("/admin/"))).toString()).get("state");

    HttpResponse<String> refused =
        browse(page("/.oidc/callback?error=access_denied&state=" + state));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("access_denied");
  }

  @Test
  void aSessionThatWasTamperedWithIsNone() throws Exception {
    logIn("/admin/");
    String name = cookies.keySet().iterator().next();
    String value = cookies.get(name);
    assertThat(isIn("/admin/")).isTrue();

    for (String wrong :
        List.of(
            value.substring(0, 20) + (value.charAt(20) == 'A' ? 'B' : 'A') + value.substring(21),
            value.substring(4),
            "",
            "!")) {
      cookies.clear();
      cookies.put(name, wrong);
      assertThat(isIn("/admin/")).as(wrong).isFalse();
    }
  }

  @Test
  void sessionsOutliveARestartButNotAChangeOfWhatIsRequired() throws Exception {
    logIn("/admin/");
    Path keys = home.resolve("data/oidc/session.keys");
    assertThat(Files.getPosixFilePermissions(keys))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    server.close();
    server = TestServer.start(home, configuration("[staff]"));
    assertThat(isIn("/admin/")).isTrue();

    server.reload(configuration("[staff, admins]"));
    assertThat(isIn("/admin/")).isFalse();
  }

  @Test
  void whoLogsOutIsOut() throws Exception {
    logIn("/admin/");
    assertThat(browse(page("/.oidc/logout"), "sec-fetch-site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(isIn("/admin/")).isTrue();

    URI there = location(browse(page("/.oidc/logout")));

    assertThat(there.toString()).startsWith(provider.issuer() + "/logout?client_id=site&");
    assertThat(IdentityProvider.query(there.toString()).get("post_logout_redirect_uri"))
        .isEqualTo(page("/").toString());
    assertThat(isIn("/admin/")).isFalse();
  }

  @Test
  void withoutTheProviderNobodyNewGetsInAndOthersStay() throws Exception {
    logIn("/admin/");
    provider.close();
    server.close();
    server = TestServer.start(home, configuration("[staff]"));

    assertThat(isIn("/admin/")).isTrue();
    cookies.clear();
    assertThat(browse(page("/admin/")).statusCode()).isEqualTo(503);
  }
}
