package site.apps.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import site.Await;
import site.apps.Visitor;

/** What admins do, and what happens to everybody while the database is away. */
class PartsAdminTest extends WithParts {
  /** Of five seconds each. */
  private static final Duration LESS_THAN_TWO_WAITS = Duration.ofMillis(9500);

  @Test
  @Tag("F-9")
  void theSecondOfTwoWhoChangeAPartSeesBothVersions() throws Exception {
    Visitor one = site.admin();
    Visitor two = site.admin();
    Map<String, String> first = fields(one, "bluefin-wake-4", "price", "155.00");
    Map<String, String> second = fields(two, "bluefin-wake-4", "price", "166.00");

    HttpResponse<String> saved = one.post("admin/parts/bluefin-wake-4", first);
    HttpResponse<String> late = two.post("admin/parts/bluefin-wake-4", second);

    assertThat(saved.statusCode()).isEqualTo(303);
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("155.00").contains("166.00");
    assertThat(site.visitor().get("parts/bluefin-wake-4").body()).contains("€155.00");
    assertThat(site.admin().get("admin/audit").body())
        .contains("bluefin-wake-4")
        .contains("155.00");
  }

  @Test
  void aPriceThatAnotherRevisionChangesIsOnTheNextPage() throws Exception {
    Visitor visitor = site.visitor();
    for (int cents = 101_00; cents <= 110_00; cents += 100) {
      String table = visitor.get("table?q=barn+8").body();
      site.sql(
          "UPDATE part SET price_cents = " + cents + " WHERE slug = 'norrsken-barn-8'",
          "UPDATE catalogue_version SET version = version + 1");

      String changed = visitor.get("table?q=barn+8").body();

      assertThat(changed).contains("€" + cents / 100 + ".00").isNotEqualTo(table);
      assertThat(visitor.get("data?q=barn+8").body()).contains("\"price_cents\":" + cents + ",");
    }
  }

  @Test
  void aPartABuildHasIsHiddenAndAnotherIsDeleted() throws Exception {
    Visitor maker = site.visitor();
    maker.get("main");
    HttpResponse<String> chosen = maker.post("builds/new/items", Map.of("part", "norrsken-barn-2"));
    Visitor admin = site.admin();
    admin.get("admin/parts/norrsken-barn-2");

    assertThat(admin.post("admin/parts/norrsken-barn-2/remove", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(admin.post("admin/parts/norrsken-barn-4/remove", Map.of()).statusCode())
        .isEqualTo(303);

    String list = admin.get("admin").body();
    assertThat(list).contains("id=\"norrsken-barn-2\"").doesNotContain("id=\"norrsken-barn-4\"");
    assertThat(site.visitor().get("parts/norrsken-barn-2").statusCode()).isEqualTo(404);
    String builder = chosen.headers().firstValue("location").orElseThrow();
    assertThat(maker.get(builder).body()).contains("Norrsken Barn 2");
  }

  @Test
  void aListIsTakenAsAWholeOrNotAtAll() throws Exception {
    Visitor admin = site.admin();
    admin.get("admin/import");
    String head = "slug,type,brand,name,price,rating,specs\n";
    String good =
        "new-disk,HDD,Norrsken,\"Barn, the 30\",499.00,8.5,\"{\"\"tb\"\":30,\"\"form\"\":\"\"3.5\"\"}\"\n";
    String bad = "other,HDD,Norrsken,Barn 40,cheap,8.5,{}\n";

    HttpResponse<String> refused = admin.post("admin/import", Map.of("list", head + good + bad));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("Nothing was taken").contains("Line 3: price, specs");
    assertThat(site.visitor().get("parts/new-disk").statusCode()).isEqualTo(404);

    assertThat(admin.post("admin/import", Map.of("list", head + good)).statusCode()).isEqualTo(303);
    assertThat(site.visitor().get("parts/new-disk").body())
        .contains("Barn, the 30")
        .contains("€499.00");
  }

  @Test
  void whatIsExportedCanBeImportedAgainAndChangesNothing() throws Exception {
    Visitor admin = site.admin();
    for (String format : new String[] {"json", "csv"}) {
      String list = admin.get("admin/export." + format).body();
      admin.get("admin/import");

      assertThat(admin.post("admin/import", Map.of("list", list)).statusCode()).isEqualTo(303);

      assertThat(admin.get("admin/export." + format).body()).isEqualTo(list);
    }
  }

  @Test
  void aPartWithoutWhatTheRulesNeedIsNotSaved() throws Exception {
    Visitor admin = site.admin();
    Map<String, String> form = fields(admin, "bluefin-tide-12", "specs", "vram_gb=12");

    HttpResponse<String> again = admin.post("admin/parts/bluefin-tide-12", form);

    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body()).contains("specs-problem");
  }

  @Test
  @Tag("F-10")
  void whileTheDatabaseHangsOrIsGonePagesSaySoAndThenGoOnByThemselves() throws Exception {
    long pid = site.server().state().database().orElseThrow().pid();
    Visitor admin = site.admin();
    admin.get("admin/parts/norrsken-barn-8");
    signal("STOP", pid);
    try {
      List<Callable<HttpResponse<String>>> requests =
          List.of(
              () -> site.visitor().get("main"),
              () -> site.visitor().get("table"),
              () -> site.visitor().get("data"),
              () -> admin.post("admin/parts/norrsken-barn-8/remove", Map.of()));
      long begin = System.nanoTime();
      List<HttpResponse<String>> hung = atOnce(requests);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LESS_THAN_TWO_WAITS);
      assertThat(hung).extracting(HttpResponse::statusCode).containsOnly(503);
      assertThat(hung.get(0).body()).contains("The database does not answer").contains("<h1>");
      assertThat(hung.get(0).headers().firstValue("retry-after")).isPresent();
      assertThat(site.visitor().get("readyz").statusCode()).isEqualTo(503);
      assertThat(site.visitor().get("healthz").statusCode()).isEqualTo(200);
    } finally {
      signal("CONT", pid);
    }
    Await.until(() -> status("main") == 200);
    assertThat(site.visitor().get("parts/norrsken-barn-8").statusCode())
        .as("what was refused is not done later")
        .isEqualTo(200);

    signal("KILL", pid);

    Await.until(() -> site.server().state().database().orElseThrow().pid() != pid);
    Await.until(() -> status("main") == 200 && status("readyz") == 200);
  }

  private static List<HttpResponse<String>> atOnce(List<Callable<HttpResponse<String>>> requests)
      throws Exception {
    ExecutorService visitors = Executors.newFixedThreadPool(requests.size());
    try {
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (Future<HttpResponse<String>> answer : visitors.invokeAll(requests)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      visitors.shutdownNow();
    }
  }

  private static int status(String path) {
    try {
      return site.visitor().get(path).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  /** The form of a part as it is shown, with another value of one field. */
  private static Map<String, String> fields(Visitor admin, String slug, String field, String value)
      throws Exception {
    String html = admin.get("admin/parts/" + slug).body();
    Map<String, String> fields = new HashMap<>();
    Pattern.compile("<input[^>]* name=\"(\\w+)\"[^>]* value=\"([^\"]*)\"")
        .matcher(html)
        .results()
        .filter(found -> !found.group(1).equals("csrf"))
        .forEach(found -> fields.put(found.group(1), unescaped(found.group(2))));
    Pattern.compile("<textarea id=\"specs\"[^>]*>([^<]*)</textarea>")
        .matcher(html)
        .results()
        .forEach(found -> fields.put("specs", unescaped(found.group(1))));
    fields.put("type", selected(html));
    fields.put(field, value);
    return fields;
  }

  private static String selected(String html) {
    return Pattern.compile("<option value=\"(\\w+)\" selected>")
        .matcher(html)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
