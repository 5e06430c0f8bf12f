package site.apps.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.Await;
import site.apps.Visitor;

/** The whole app over real sockets, with a MariaDB, as a visitor without JavaScript meets it. */
class PartsAppTest extends WithParts {
  private static final String AM5_PROCESSOR = "norrsken-aurora-5-six";
  private static final String BOARD_1851 = "tallin-co-anvil-1851";

  @Test
  @Tag("F-1")
  @Tag("K2")
  void withNothingConfiguredThereAre58Parts() throws Exception {
    HttpResponse<String> table = site.visitor().get("table");

    assertThat(table.statusCode()).isEqualTo(200);
    assertThat(table.body()).contains("58 parts").contains("page 1 of 3");
    assertThat(rows(table.body())).isEqualTo(25);
    assertThat(new JsonArray(site.visitor().get("data").body())).hasSize(58);
  }

  @Test
  @Tag("F-2")
  void theFirstProcessorCanBeChosenAndOddNamesStayAsTheyAre() throws Exception {
    Visitor visitor = site.visitor();
    String builder = visitor.get("main").body();
    String first =
        new JsonArray(visitor.get("data?type=CPU").body()).getJsonObject(0).getString("slug");
    assertThat(builder).contains("value=\"" + first + "\"");

    String build = choose(visitor, first, "kopparit-core-s-pride-5", "tallin-co-prism-16");

    String shared = visitor.get("builds/" + build).body();
    assertThat(shared).contains("Core's Pride 5").contains("Prism &lt;&amp;\" 16");
    assertThat(visitor.get("builds/" + build + ".json").body())
        .contains("Core's Pride 5")
        .contains("Prism <&\\\" 16");
    assertThat(visitor.get("table?q=core%27s").body()).contains("Core's Pride 5");
    assertThat(visitor.get("data.csv?type=GPU").body()).contains("\"Prism <&\"\" 16\"");
  }

  @Test
  @Tag("F-3")
  void aWrongSocketIsToldOnThePageAndOnTheOneToShare() throws Exception {
    Visitor visitor = site.visitor();
    String build = choose(visitor, AM5_PROCESSOR, BOARD_1851);

    String told = "This processor needs socket AM5, the board has LGA1851.";
    assertThat(visitor.get("main?build=" + build).body()).contains("R1:").contains(told);
    assertThat(site.visitor().get("builds/" + build).body()).contains("R1:").contains(told);
    assertThat(site.visitor().get("builds/" + build + "?lang=de").body())
        .contains("Dieser Prozessor braucht Sockel AM5");
    assertThat(visitor.get("main?build=" + build).body())
        .as("only what fits is offered")
        .doesNotContain("value=\"tallin-co-anvil-1851-pro\"");
    assertThat(visitor.get("main?show=all&build=" + build).body()).contains("does not fit: R1");
  }

  @Test
  @Tag("F-3")
  void aProgramGetsTheSameAsJson() throws Exception {
    Visitor visitor = site.visitor().with("accept", "application/json");
    visitor.get("main");
    visitor.post("builds/new/items", Map.of("part", AM5_PROCESSOR));

    JsonObject answer =
        new JsonObject(visitor.post("builds/new/items", Map.of("part", BOARD_1851)).body());

    assertThat(answer.getJsonArray("findings").getJsonObject(0).getString("rule")).isEqualTo("R1");
    assertThat(answer.getLong("total_cents")).isEqualTo(18900 + 19900);
  }

  @Test
  void aBuildIsChangedByItsMakerOnly() throws Exception {
    String build = choose(site.visitor(), AM5_PROCESSOR);
    Visitor other = site.visitor();
    other.get("main");

    HttpResponse<String> refused =
        other.post("builds/" + build + "/items", Map.of("part", BOARD_1851));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(other.get("main?build=" + build).headers().firstValue("location"))
        .contains(PartsSite.PREFIX + "/builds/" + build);
    other.get("builds/" + build);
    String copy =
        other.post("builds", Map.of("from", build)).headers().firstValue("location").orElseThrow();
    assertThat(copy).doesNotContain(build);
    assertThat(other.get(copy).body()).contains("Aurora 5 Six");
  }

  @Test
  void ofDrivesThereMayBeSeveralAndOfProcessorsOne() throws Exception {
    Visitor visitor = site.visitor();
    choose(visitor, AM5_PROCESSOR, "norrsken-aurora-7-eight", "bluefin-dart-1t", "bluefin-dart-4t");

    HttpResponse<String> more =
        visitor.post("builds/new/items", Map.of("part", "bluefin-dart-1t", "qty", "3"));
    JsonObject build = json(visitor, code(more));

    assertThat(build.getJsonArray("items")).hasSize(3);
    assertThat(build.getLong("total_cents")).isEqualTo(31900 + 3 * 8900 + 29900);
    visitor.post("builds/new/items", Map.of("remove", "bluefin-dart-1t"));
    assertThat(json(visitor, code(more)).getJsonArray("items")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"part,nothing-like-it", "qty,99", "qty,x", "slot,GPU"})
  void whatMakesNoSenseChangesNothing(String field, String value) throws Exception {
    Visitor visitor = site.visitor();
    String build = choose(visitor, "bluefin-dart-1t");

    Map<String, String> fields = new java.util.HashMap<>(Map.of("part", "bluefin-dart-4t"));
    fields.put(field, value);

    assertThat(visitor.post("builds/new/items", fields).statusCode()).isEqualTo(422);
    assertThat(json(visitor, build).getJsonArray("items")).hasSize(1);
  }

  @Test
  @Tag("F-5")
  @Tag("F-13")
  @Tag("K13")
  @Tag("K8")
  void thePriceOfAQuoteIsTheSumWhateverTheFormSays() throws Exception {
    Visitor visitor = site.visitor();
    String build = choose(visitor, AM5_PROCESSOR, "bluefin-reef-a");
    visitor.get("order?build=" + build);
    Map<String, String> form =
        Map.of(
            "build",
            build,
            "name",
            "O'Neill <b>",
            "mail",
            "Visitor.Secret@example.com",
            "note",
            "soon",
            "consent",
            "on",
            "price",
            "1",
            "total_cents",
            "1");
    assertThat(visitor.post("order", form).statusCode()).as("faster than people").isEqualTo(422);

    HttpResponse<String> asked =
        Await.first(
            () -> {
              HttpResponse<String> answer = post(visitor, "order", form);
              return answer.statusCode() == 303 ? Optional.of(answer) : Optional.empty();
            },
            () -> "never 303");

    String location = asked.headers().firstValue("location").orElseThrow();
    assertThat(location).matches(PartsSite.PREFIX + "/order_message\\?ref=RB-\\d{6}-[A-Z2-7]{4}");
    String ref = location.substring(location.length() - 14);
    assertThat(visitor.get(location).body()).contains(ref);
    String orders = site.admin().get("order_table").body();
    assertThat(orders).contains(ref).contains("€328.00").contains("O'Neill &lt;b&gt;");
    assertThat(Files.readString(home.resolve("logs/access.log"))).doesNotContain("Visitor.Secret");
    confirm(visitor, ref);
  }

  /** The link of the letter shows a page; only its button confirms, and only once. */
  private static void confirm(Visitor visitor, String ref) throws Exception {
    String link =
        Await.first(() -> linkIn("Please confirm your request " + ref), () -> "no letter");
    assertThat(visitor.get(link).body()).contains("Confirm your request");
    assertThat(site.admin().get("order_table").body()).contains("value=\"NEW\" selected");
    Map<String, String> form = Map.of("ref", ref, "token", link.replaceAll(".*token=", ""));

    assertThat(visitor.post("order/confirm", form).statusCode()).isEqualTo(303);
    assertThat(visitor.post("order/confirm", form).statusCode()).isEqualTo(410);

    assertThat(site.admin().get("order_table").body()).contains("value=\"CONFIRMED\" selected");
    Await.first(() -> linkIn("Your request " + ref), () -> "no second letter");
    assertThat(visitor.get("mailbox").body()).contains("Subject: Your request " + ref);
  }

  private static Optional<String> linkIn(String subject) {
    try (Stream<Path> files = Files.list(home.resolve("data/outbox/parts"))) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .map(PartsAppTest::read)
          .filter(text -> text.contains("Subject: " + subject + "\n"))
          .map(text -> text.strip().replaceAll("(?s).*\n", ""))
          .findFirst();
    } catch (java.io.IOException e) {
      return Optional.empty();
    }
  }

  @Test
  @Tag("K8")
  @Tag("K9")
  void whatIsWrongWithAFormIsSaidAboveAndBesideItsFieldsAndStays() throws Exception {
    Visitor visitor = site.visitor();
    String build = choose(visitor, AM5_PROCESSOR);
    visitor.get("order?build=" + build);

    HttpResponse<String> again =
        Await.first(
            () -> {
              HttpResponse<String> answer =
                  post(
                      visitor,
                      "order",
                      Map.of("build", build, "name", "Ada", "mail", "a@[127.0.0.1]"));
              return answer.body().contains("problems") ? Optional.of(answer) : Optional.empty();
            },
            () -> "never shown");

    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body())
        .contains("role=\"alert\"")
        .contains("aria-describedby=\"mail-problem\"")
        .contains("id=\"consent-problem\"")
        .contains("value=\"Ada\"")
        .contains("value=\"a@[127.0.0.1]\"");
  }

  @Test
  @Tag("K8")
  void formsOfOtherPagesAndControlCharactersAreRefused() throws Exception {
    Visitor visitor = site.visitor();
    visitor.get("main");

    assertThat(visitor.post("builds", Map.of("csrf", "x")).statusCode()).isEqualTo(403);
    assertThat(site.visitor().post("builds", Map.of()).statusCode()).isEqualTo(403);
    assertThat(visitor.post("builds", Map.of("from", "a\u0000b")).statusCode()).isEqualTo(400);
    assertThat(visitor.post("builds", Map.of("from", "x".repeat(9000))).statusCode())
        .isEqualTo(413);
    var json =
        visitor
            .request("builds")
            .header("content-type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"));
    assertThat(visitor.send(json).statusCode()).isEqualTo(415);
  }

  @Test
  @Tag("F-6")
  void ordersAreForAdminsAndTheLogNamesThem() throws Exception {
    HttpResponse<String> nobody = site.visitor().get("order_table");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("www-authenticate").orElseThrow()).contains("Rigboard");
    assertThat(site.visitor().with("x-remote-user", "admin").get("order_table").statusCode())
        .isEqualTo(401);
    assertThat(site.visitorAtRoot().with("x-remote-user", "admin").get("admin").statusCode())
        .isEqualTo(403);

    assertThat(site.admin().get("order_table").statusCode()).isEqualTo(200);

    Path log = home.resolve("logs/access.log");
    Pattern line =
        Pattern.compile("(?m)^\\S+ - admin \\[[^]]+] \"GET /pc-builder-app/order_table ");
    Await.until(() -> line.matcher(read(log)).find());
  }

  @Test
  @Tag("F-7")
  void styleSheetsAreAskedForAgainAndTheirHashedNamesAreNot() throws Exception {
    Visitor visitor = site.visitor();
    HttpResponse<String> first = visitor.get("static/css/base.css");
    String etag = first.headers().firstValue("etag").orElseThrow();

    HttpResponse<String> second =
        visitor.send(
            visitor
                .request("static/css/base.css")
                .header("if-none-match", etag)
                .header("if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT"));
    HttpResponse<String> changed =
        visitor.send(visitor.request("static/css/base.css").header("if-none-match", "\"other\""));

    assertThat(first.headers().firstValue("cache-control")).contains("no-cache");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(second.headers().firstValue("etag")).contains(etag);
    assertThat(second.headers().firstValue("vary").orElseThrow())
        .containsIgnoringCase("accept-encoding");
    assertThat(changed.statusCode()).isEqualTo(200);
    Matcher hashed =
        Pattern.compile("static/css/base\\.[0-9a-f]{16}\\.css").matcher(visitor.get("").body());
    assertThat(hashed.find()).isTrue();
    assertThat(visitor.get(hashed.group()).headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(visitor.get("static/images/Monitors-cover-1.jpg").headers().firstValue("location"))
        .contains(PartsSite.PREFIX + "/static/images/Monitors-cover-1.svg");
  }

  @Test
  @Tag("F-7")
  void theTableIsNotSentTwiceUnlessItOrTheReaderHasChanged() throws Exception {
    Visitor visitor = site.visitor();
    String etag = visitor.get("table?type=CPU").headers().firstValue("etag").orElseThrow();

    assertThat(etag).startsWith("W/");
    visitor.with("if-none-match", etag);
    assertThat(visitor.get("table?type=CPU").statusCode()).isEqualTo(304);
    assertThat(visitor.get("table?type=GPU").statusCode()).isEqualTo(200);
    assertThat(visitor.with("accept-language", "de").get("table?type=CPU").statusCode())
        .isEqualTo(200);
  }

  @Test
  @Tag("F-8")
  void aFilterIsAnAddressAndNonsenseInItIsLeftOutWithANotice() throws Exception {
    String cheap = site.visitor().get("table?type=GPU&priceMax=50000&sort=price").body();
    HttpResponse<String> nonsense =
        site.visitor().get("table?type=Toaster&size=7&page=-1&sort=%27&q=aurora");

    assertThat(cheap).contains("2 parts");
    assertThat(cheap.indexOf("Wake 4")).isBetween(0, cheap.indexOf("Current 8"));
    assertThat(nonsense.statusCode()).isEqualTo(200);
    assertThat(nonsense.body())
        .contains("left them out: type, sort, page, size")
        .contains("4 parts");
  }

  @ParameterizedTest
  @CsvSource({
    "priceMax=50000, to=500",
    "priceMax=50050, 'to=500,5'",
    "priceMax=50050, to=500.50",
    "priceMin=100000, from=1.000",
    "priceMin=100000, 'from=1,000.00'",
    "priceMax=50000, to=900&priceMax=50000",
    "priceMax=50000, to=500&priceMax=90000",
  })
  void pricesAreTypedInWholeUnitsAndTheNarrowerBoundWins(String cents, String typed)
      throws Exception {
    String expected = site.visitor().get("data?" + cents).body();

    String found = site.visitor().get("data?" + typed).body();

    assertThat(new JsonArray(found)).isEqualTo(new JsonArray(expected)).isNotEmpty();
  }

  @Test
  void theFormShowsABoundInCentsInWholeUnitsAndLeavesOutNonsense() throws Exception {
    String german = site.visitor().get("table?priceMax=50050&lang=de").body();
    String nonsense = site.visitor().get("table?from=cheap&to=1.0.0").body();

    assertThat(german).contains("name=\"to\" inputmode=\"decimal\" value=\"500,5\"");
    assertThat(nonsense).contains("left them out: from, to", "58 parts");
  }

  @Test
  @Tag("F-11")
  @Tag("K1")
  void atTheRootOfAnotherHostAllLinksAreRightAtTheSameTime() throws Exception {
    String below = site.visitor().get("").body();
    String root = site.visitorAtRoot().get("").body();

    assertThat(links(below)).isNotEmpty().allMatch(link -> link.startsWith(PartsSite.PREFIX + "/"));
    assertThat(links(root)).isNotEmpty().noneMatch(link -> link.startsWith(PartsSite.PREFIX));
    for (String link : links(below)) {
      assertThat(site.visitor().get(link).statusCode()).as(link).isEqualTo(200);
    }
    for (String link : links(root)) {
      assertThat(site.visitorAtRoot().get(link).statusCode()).as(link).isEqualTo(200);
    }
    assertThat(site.visitor().get(PartsSite.PREFIX).statusCode()).isEqualTo(308);
  }

  @ParameterizedTest
  @Tag("K4")
  @ValueSource(strings = {"", "table", "main", "parts/norrsken-aurora-5-six", "nothing", "privacy"})
  void noPageMayLoadAnythingFromElsewhere(String path) throws Exception {
    HttpResponse<String> page = site.visitor().get(path);

    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'");
    assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(page.headers().firstValue("referrer-policy")).contains("same-origin");
    assertThat(page.body()).doesNotContain("http://", "https://", "style=", " onclick=");
    assertThat(page.body())
        .containsOnlyOnce("<h1>")
        .contains("lang=\"en\"")
        .contains("class=\"skip\"");
  }

  @ParameterizedTest
  @Tag("K17")
  @CsvSource({
    "GET,nothing,404",
    "POST,table,405",
    "GET,parts/nothing,404",
    "GET,builds/nothing,404"
  })
  void errorsArePagesForPeopleAndProblemsForPrograms(String method, String path, int status)
      throws Exception {
    Visitor visitor = site.visitor();
    var nobody = java.net.http.HttpRequest.BodyPublishers.noBody();
    HttpResponse<String> page = visitor.send(visitor.request(path).method(method, nobody));
    HttpResponse<String> problem =
        visitor.send(
            visitor
                .request(path)
                .header("accept", "application/json, text/html;q=0.5")
                .method(method, nobody));

    assertThat(page.statusCode()).isEqualTo(status);
    assertThat(page.body()).contains("<h1>").doesNotContain("Exception");
    assertThat(page.body()).contains(page.headers().firstValue("x-request-id").orElseThrow());
    assertThat(problem.statusCode()).isEqualTo(status);
    assertThat(problem.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(new JsonObject(problem.body()).getInteger("status")).isEqualTo(status);
    if (status == 405) {
      assertThat(page.headers().firstValue("allow").orElseThrow()).contains("GET").contains("HEAD");
    }
  }

  @Test
  @Tag("K6")
  @Tag("K7")
  void languageAndColoursAreRemembered() throws Exception {
    Visitor visitor = site.visitor();

    assertThat(visitor.get("?lang=de&theme=dark").body())
        .contains("lang=\"de\" data-theme=\"dark\"");
    assertThat(visitor.get("table").body())
        .contains("lang=\"de\" data-theme=\"dark\"")
        .contains("58 Teile")
        .contains("319,00");
    assertThat(visitor.get("table?lang=xx").body()).contains("lang=\"de\"");
  }

  @Test
  @Tag("K16")
  void itSaysThatItLivesAndThatItIsReady() throws Exception {
    assertThat(site.visitor().get("healthz").statusCode()).isEqualTo(200);
    assertThat(site.visitor().get("readyz").body()).contains("\"database\":true");
  }

  private static HttpResponse<String> post(Visitor visitor, String path, Map<String, String> form) {
    try {
      return visitor.post(path, form);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts these into a build, one after the other; gives its code. */
  private static String choose(Visitor visitor, String... parts) throws Exception {
    visitor.get("main");
    String code = "";
    for (String part : parts) {
      HttpResponse<String> done = visitor.post("builds/new/items", Map.of("part", part));
      assertThat(done.statusCode()).as(part).isEqualTo(303);
      code = code(done);
    }
    return code;
  }

  private static String code(HttpResponse<String> redirect) {
    return redirect.headers().firstValue("location").orElseThrow().replaceAll(".*build=", "");
  }

  private static JsonObject json(Visitor visitor, String build) throws Exception {
    return new JsonObject(visitor.get("builds/" + build + ".json").body());
  }

  private static java.util.List<String> links(String html) {
    return Pattern.compile(" (?:href|src|action)=\"([^\"#]+)\"")
        .matcher(html)
        .results()
        .map(found -> found.group(1).replace("&amp;", "&"))
        .filter(link -> !link.startsWith("data:"))
        .toList();
  }

  private static int rows(String html) {
    return html.split("<th scope=\"row\">", -1).length - 1;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return "";
    }
  }
}
