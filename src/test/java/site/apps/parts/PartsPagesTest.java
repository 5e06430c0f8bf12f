package site.apps.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.apps.Visitor;

/** The pages as documents, by what was wrong with those of the app this one replaces. */
class PartsPagesTest extends WithParts {
  private static final int PICTURE = 10 * 1024;
  private static final int STYLES_AND_SCRIPTS = 60 * 1024;

  @Test
  @Tag("F6")
  void halfAPointOfARatingIsKept() throws Exception {
    JsonObject part = new JsonArray(site.visitor().get("data?q=pride").body()).getJsonObject(0);

    assertThat(part.getDouble("rating")).isEqualTo(7.5);
    assertThat(site.visitor().get("table?q=pride").body()).contains("7.5 of 10");
    assertThat(site.visitor().get("table?q=pride&ratingMin=7.5").body()).contains("one part");
    assertThat(site.visitor().get("table?q=pride&ratingMin=8").body()).contains("no parts");
  }

  @ParameterizedTest
  @Tag("F7")
  @ValueSource(strings = {"", "table", "main", "parts/norrsken-aurora-5-six", "order", "admin"})
  void aPageHasNoFormWithinAFormAndNoIdTwice(String path) throws Exception {
    String html = buyer().get(path).body();

    assertThat(html).contains("<h1>");
    assertThat(all(" id=\"([^\"]+)\"", html)).doesNotHaveDuplicates();
    String forms = String.join("", all("<(/?form)[ >]", html));
    assertThat(forms.replace("form/form", "")).as(forms).isEmpty();
  }

  @ParameterizedTest
  @Tag("F11")
  @Tag("K4")
  @ValueSource(strings = {"", "table", "main", "order"})
  void whatAPageLoadsIsLittle(String path) throws Exception {
    String html = buyer().get(path).body();

    int loaded = 0;
    for (String file : all("(?:stylesheet\" href|script src)=\"([^\"]+)\"", html)) {
      loaded += site.visitor().get(file).body().length();
    }

    assertThat(loaded).isBetween(1, STYLES_AND_SCRIPTS);
    for (String picture : all("<img src=\"([^\"]+)\"", html)) {
      assertThat(site.visitor().get(picture).body()).as(picture).hasSizeBetween(1, PICTURE);
    }
  }

  @Test
  @Tag("F11")
  void theTableIsSearchedByWordsInAnyOrder() throws Exception {
    assertThat(site.visitor().get("table?q=six+5+aurora").body())
        .contains("one part", "Norrsken Aurora 5 Six");
    assertThat(site.visitor().get("table?q=%3Cscript%3E").body())
        .contains("no parts", "&lt;script")
        .doesNotContain("<script>");
  }

  /** An admin, too, who has chosen something. */
  private static Visitor buyer() throws Exception {
    Visitor buyer = site.admin();
    buyer.get("main");
    buyer.post("builds/new/items", Map.of("part", "norrsken-aurora-5-six"));
    return buyer;
  }

  private static List<String> all(String pattern, String html) {
    Stream<MatchResult> found = Pattern.compile(pattern).matcher(html).results();
    return found.map(match -> match.group(1)).toList();
  }
}
