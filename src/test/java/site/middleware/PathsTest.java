package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.http.Action;
import site.http.Chain;
import site.http.Middleware;

/** {@link Mount} and {@link PathChange}: which path the action sees. */
class PathsTest {
  private static final Action ECHO =
      exchange ->
          exchange
              .response()
              .end(
                  exchange.prefix()
                      + "|"
                      + exchange.uri()
                      + "|"
                      + exchange.path().decoded()
                      + "|"
                      + exchange.requestedPath().encoded());

  private Served served;

  @AfterEach
  void close() throws Exception {
    if (served != null) {
      served.close();
    }
  }

  @ParameterizedTest(name = "{0} mounted at {1}")
  @CsvSource({
    "/api/x,        /api,  /api|/x|/x|/api/x",
    "/api,          /api,  /api|/|/|/api",
    "/api/?q=/api,  /api,  /api|/?q=/api|/|/api/",
    "/api//x,       /api,  /api|/x|/x|/api//x",
    "/api/a%20b,    /api,  /api|/a%20b|/a b|/api/a%20b",
    "/a%70i/x,      /api,  /api|/x|/x|/api/x",
    "/apix,         /api,  |/apix|/apix|/apix",
    "/x,            /api,  |/x|/x|/x",
  })
  void aMountTakesItsPrefixOff(String target, String prefix, String seen) throws Exception {
    assertThat(answer(List.of(new Mount(prefix)), target)).isEqualTo(seen);
  }

  @Test
  void mountsAddUp() throws Exception {
    assertThat(answer(List.of(new Mount("/a"), new Mount("/b")), "/a/b/c"))
        .isEqualTo("/a/b|/c|/c|/a/b/c");
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "/x,       /v2{path},         |/v2/x|/v2/x|/x",
    "/x?q=1,   /v2{path},         |/v2/x?q=1|/v2/x|/x",
    "/,        /v2{path},         |/v2/|/v2/|/",
    "/x,       {path}.html,       |/x.html|/x.html|/x",
    "/x,       /a{path}/b{path},  |/a/x/b/x|/a/x/b/x|/x",
    "/x,       /index.html,       |/index.html|/index.html|/x",
    "/a%20b,   /v2{path},         |/v2/a%20b|/v2/a b|/a%20b",
    "/a%2Fb,   /v2{path},         |/v2/a%2Fb|/v2/a%2Fb|/a%2Fb",
    "/x,       /a|b{path},        |/a%7Cb/x|/a|b/x|/x",
    "/x,       //evil{path},      |/evil/x|/evil/x|/x",
  })
  void aRewriteShowsAnotherPath(String target, String template, String seen) throws Exception {
    assertThat(answer(List.of(new PathChange(template, "/*")), target)).isEqualTo(seen);
  }

  @ParameterizedTest(name = "{0} below {1}")
  @CsvSource({
    "/api/x/y, /api/*, /v2/{rest}, /v2/x/y",
    "/api,     /api/*, /v2/{rest}, /v2/",
    "/a%20b,   /*,     /v2/{rest}, /v2/a%20b",
    "/x.pdf,   *.pdf,  /print{rest}.ps, /printx.ps",
  })
  void aRewritePutsTheRestOfThePathWhereItIsWanted(
      String target, String route, String template, String seen) throws Exception {
    assertThat(answer(List.of(new PathChange(template, route)), target))
        .startsWith("|" + seen + "|");
  }

  @Test
  void aRewriteHasNoRestWithoutAStar() {
    assertThatThrownBy(() -> new PathChange("/v2/{rest}", "/x"))
        .hasMessage("{rest} in \"/v2/{rest}\" (expected a route whose path has a *)");
  }

  @Test
  void aRewriteSeesWhatAMountLeft() throws Exception {
    assertThat(answer(List.of(new Mount("/api"), new PathChange("/v2{path}", "/*")), "/api/x"))
        .isEqualTo("/api|/v2/x|/v2/x|/api/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v2{path}", "/v2 {path}", "/%zz", "/..{path}/..", "http://x{path}"})
  void aTemplateThatMakesNoPathIsRefusedAtOnce(String template) {
    assertThatThrownBy(() -> new PathChange(template, "/*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rewrite: " + template);
  }

  private String answer(List<Middleware> middlewares, String target) throws Exception {
    served = new Served(Chain.of(middlewares, ECHO));
    String response = served.get(target);
    return response.substring(response.indexOf("\r\n\r\n") + 4);
  }
}
