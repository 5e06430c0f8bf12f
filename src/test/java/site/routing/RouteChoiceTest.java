package site.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.ActionConfig;
import site.config.MiddlewareConfig;
import site.config.Network;
import site.config.RouteConfig;
import site.config.SiteConfig;
import site.http.ErrorPages;
import site.http.HttpFailure;

class RouteChoiceTest {
  private static final InetAddress INSIDE = Network.literal("10.1.2.3");
  private static final InetAddress OUTSIDE = Network.literal("192.0.2.1");

  @Test
  void theFirstRouteThatMatchesWins() {
    Site site = site(on("/a/b"), on("/a/*"), on("/*"));

    assertThat(site.route(get("/a/b"))).hasToString("/a/b");
    assertThat(site.route(get("/a/c"))).hasToString("/a/*");
    assertThat(site.route(get("/d"))).hasToString("/*");
  }

  @ParameterizedTest(name = "{0} on a route for GET and POST: {1}")
  @CsvSource({"GET, true", "POST, true", "HEAD, true", "PUT, false", "OPTIONS, false"})
  void headIsImpliedByGet(String method, boolean matches) {
    Site site = site(methods("/a", "GET", "POST"), on("/*"));

    Route route = site.route(request(method, "/a", MultiMap.caseInsensitiveMultiMap(), null));

    assertThat(route.toString().equals("/a")).isEqualTo(matches);
  }

  @Test
  void whenOnlyTheMethodIsWrongTheAnswerNamesTheRightOnes() {
    Site site = site(methods("/a", "GET"), methods("/a", "PATCH"), on("/b"));

    assertThatThrownBy(
            () -> site.route(request("PUT", "/a", MultiMap.caseInsensitiveMultiMap(), null)))
        .isInstanceOfSatisfying(
            HttpFailure.class,
            failure -> {
              assertThat(failure.status()).isEqualTo(405);
              assertThat(failure.headers()).containsEntry("allow", "GET, HEAD, PATCH");
            });
  }

  @Test
  void withoutAnyRouteItIs404() {
    assertThatThrownBy(() -> site(on("/b")).route(get("/a")))
        .isInstanceOfSatisfying(
            HttpFailure.class, failure -> assertThat(failure.status()).isEqualTo(404));
  }

  @ParameterizedTest(name = "x-version: {0} matches {1}: {2}")
  @CsvSource({"2, 2, true", "3, 2, false", "3, *, true", ", *, false", ", 2, false"})
  void headersAreComparedByValue(String given, String wanted, boolean matches) {
    RouteConfig route = route("/*", Set.of(), Map.of("x-version", wanted), Map.of(), List.of());
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (given != null) {
      headers.add("X-Version", given);
    }

    assertThat(matches(route, request("GET", "/", headers, null))).isEqualTo(matches);
  }

  @ParameterizedTest(name = "?{0} has page={1}: {2}")
  @CsvSource({
    "page=1, 1, true",
    "page=2&page=1, 1, true",
    "page=%31, 1, true",
    "page, *, true",
    "pages=1, *, false",
    ", *, false",
    "page=11, 1, false",
  })
  void queryParametersAreComparedByValue(String query, String wanted, boolean matches) {
    RouteConfig route = route("/*", Set.of(), Map.of(), Map.of("page", wanted), List.of());
    MultiMap none = MultiMap.caseInsensitiveMultiMap();

    assertThat(matches(route, request("GET", "/", none, query))).isEqualTo(matches);
  }

  @Test
  void clientsAreComparedByNetwork() {
    RouteConfig route =
        route(
            "/*", Set.of(), Map.of(), Map.of(), List.of(Network.parse("10.0.0.0/8").orElseThrow()));
    MultiMap none = MultiMap.caseInsensitiveMultiMap();

    assertThat(matches(route, new RequestFacts("GET", "/", none, null, INSIDE))).isTrue();
    assertThat(matches(route, new RequestFacts("GET", "/", none, null, OUTSIDE))).isFalse();
    assertThat(matches(route, new RequestFacts("GET", "/", none, null, null))).isFalse();
  }

  private static boolean matches(RouteConfig route, RequestFacts request) {
    return new Matcher(route).mismatch(request).isEmpty();
  }

  private static Site site(RouteConfig... routes) {
    SiteConfig config =
        new SiteConfig(
            List.of("*"),
            Optional.empty(),
            Duration.ZERO,
            Map.of(),
            Optional.empty(),
            List.of(routes));
    return new Site(
        config,
        Arrays.stream(routes).map(r -> new Route(r, x -> Future.succeededFuture())).toList(),
        Optional.empty(),
        ErrorPages.BUILT_IN);
  }

  private static RouteConfig on(String path) {
    return route(path, Set.of(), Map.of(), Map.of(), List.of());
  }

  private static RouteConfig methods(String path, String... methods) {
    return route(path, Set.of(methods), Map.of(), Map.of(), List.of());
  }

  private static RouteConfig route(
      String path,
      Set<String> methods,
      Map<String, String> headers,
      Map<String, String> query,
      List<Network> client) {
    return new RouteConfig(
        path,
        methods,
        headers,
        query,
        client,
        Optional.empty(),
        Optional.empty(),
        MiddlewareConfig.NONE,
        new ActionConfig.Respond(200, "", Map.of()));
  }

  private static RequestFacts get(String path) {
    return request("GET", path, MultiMap.caseInsensitiveMultiMap(), null);
  }

  private static RequestFacts request(String method, String path, MultiMap headers, String query) {
    return new RequestFacts(method, path, headers, query, INSIDE);
  }
}
