package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that fails its own tests does not replace one that serves. */
class ConfigTestsTest {
  @TempDir Path home;

  private static String yaml(String tests) {
    return """
    listeners: [{ address: "127.0.0.1:0" }]
    sites:
      - hosts: [shop.example]
        routes:
          - { path: /old, redirect: { to: /new } }
          - { path: /teapot, respond: { status: 418 } }
          - { path: /locked, csrf: true, auth: { forward: "http://127.0.0.1:1/" }, respond: {} }
          - { path: "/files/*", files: { root: webroot } }
          - { path: /proxy, proxy: ["http://127.0.0.1:1"] }
    tests:
    """
        + tests;
  }

  private static String test(String request, String expect) {
    return "  - { request: \"%s\", expect: { %s } }\n".formatted(request, expect);
  }

  @Test
  void testsThatPassAreNoHindrance() throws Exception {
    TestServer.write(home.resolve("webroot/a.css"), "a");
    try (TestServer server = TestServer.start(home, yaml("  []"))) {
      server.reload(
          yaml(
              test("GET https://shop.example/old", "route: /old, status: 302")
                  + test("GET https://shop.example/teapot", "status: 418")
                  + test("GET /files/a.css", "route: '/files/*', status: 200")
                  + test("GET /files/none.css", "status: 404")
                  + test("GET /nowhere", "status: 404")
                  + test("GET https://other.example/", "status: 421")
                  + test("GET /proxy", "route: /proxy")));
    }
  }

  @Test
  void eachThatFailsIsToldAndNothingChanges() throws Exception {
    TestServer.write(home.resolve("webroot/a.css"), "a");
    try (TestServer server = TestServer.start(home, yaml("  []"))) {
      String failing =
          yaml(
              test("GET https://shop.example/old", "route: /new, status: 301")
                  + test("GET /proxy", "status: 200")
                  + test("GET /files/none.css", "status: 200"));

      assertThatThrownBy(() -> server.reload(failing))
          .hasMessageContaining(
              "config/site.yaml:11:5: test GET https://shop.example/old: route: /old (expected"
                  + " /new)")
          .hasMessageContaining("status: 302 (expected 301)")
          .hasMessageContaining("test GET /proxy: status: only the one who answers knows")
          .hasMessageContaining("test GET /files/none.css: status: 404 (expected 200)");

      assertThat(server.reload(yaml("  []"))).contains("revision 2");
    }
  }
}
