package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests have to pass, in a whole server. */
class MiddlewareTest {
  @TempDir Path home;

  private static String yaml(String site, String route) {
    return """
        listeners: [{ address: "127.0.0.1:0" }]
        sites:
          - hosts: ["*"]
        %s
            routes:
              - { path: "/other/*", respond: { body: other }%s }
              - { respond: { body: here } }
        """
        .formatted(site.indent(4), route.isEmpty() ? "" : ", " + route);
  }

  @Test
  void aLimitSurvivesAReloadAndARouteCanSwitchItOff() throws Exception {
    String limit = "limit: { rate: 1/h, burst: 1 }";
    try (TestServer server = TestServer.start(home, yaml(limit, ""))) {
      assertThat(server.get(0, "/").statusCode()).isEqualTo(200);
      var refused = server.get(0, "/other/x");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).hasValue("3600");
      assertThat(refused.headers().firstValue("ratelimit")).hasValue("\"default\";r=0;t=3600");

      server.reload(yaml(limit, "limit: false"));

      assertThat(server.get(0, "/").statusCode()).isEqualTo(429);
      assertThat(server.get(0, "/other/x").statusCode()).isEqualTo(200);
    }
  }
}
