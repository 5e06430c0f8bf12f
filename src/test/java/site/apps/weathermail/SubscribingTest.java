package site.apps.weathermail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kit.Tokens;
import kit.weather.Cities;
import kit.weather.CityFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.Await;
import site.SettableClock;
import site.apps.AppDatabase;
import site.apps.Visitor;

/** From the form to the first letter and out again, as a subscriber without JavaScript. */
@ExtendWith(AppDatabase.class)
class SubscribingTest {
  private static final String ADA = "ada@example.org";

  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private WeatherMailSite site;
  private Visitor visitor;

  @BeforeEach
  void start(JsonObject settings, @TempDir Path folder) throws Exception {
    site =
        new WeatherMailSite(
            folder, clock, settings, new JsonObject().put("admin-header", "x-admin"));
    visitor = site.visitor();
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
  }

  @Test
  @Tag("C-1")
  @Tag("C1")
  void whoAsksGetsALetterThatAsksBackAndNothingElse() throws Exception {
    HttpResponse<String> answer = subscribe(ADA, "Berlin");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location")).contains("/sent");
    assertThat(state()).isEqualTo("PENDING");
    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox")).isEqualTo(1);
    assertThat(visitor.get("sent").body()).contains("within 24 hours");
  }

  @Test
  @Tag("C-2")
  void onlyTheButtonConfirmsAndASecondPressIsFriendly() throws Exception {
    subscribe(ADA, "Berlin");
    String link = site.link("confirm");

    HttpResponse<String> fetched = visitor.get(link);
    assertThat(fetched.body()).contains("Berlin, DE", "Yes, write to me");
    assertThat(state()).isEqualTo("PENDING");

    String pressed = press(link).body();
    assertThat(state()).isEqualTo("ACTIVE");
    assertThat(pressed)
        .contains("comes today at 08:00 local time (Europe/Berlin)", "20 March 2027");

    assertThat(press(link).body()).contains("Already confirmed");
    assertThat(visitor.get(link).body()).contains("Already confirmed");
  }

  @Test
  void afterADayALinkToConfirmIsWorthNothing() throws Exception {
    subscribe(ADA, "Berlin");
    String link = site.link("confirm");
    clock.pass(Duration.ofHours(24));

    assertThat(visitor.get(link).statusCode()).isEqualTo(410);
    assertThat(visitor.get("manage?" + link.substring(8)).statusCode()).isEqualTo(410);
  }

  @Test
  @Tag("C-7")
  @Tag("C2")
  void oneClickEndsAllAtOnceWithoutACookieOrARedirect() throws Exception {
    confirmed();
    String link = unsubscribeLink();
    visitor.get("");
    subscribe(ADA, "Oslo");
    site.sql("UPDATE mail_outbox SET state = 'QUEUED', to_addr = ?, not_before = ?", ADA, 1L << 50);

    HttpResponse<String> first = oneClick(link);
    HttpResponse<String> again = oneClick(link);

    for (HttpResponse<String> answer : List.of(first, again)) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().map()).doesNotContainKeys("location", "set-cookie");
      assertThat(answer.body()).isEmpty();
    }
    assertThat(site.number("SELECT COUNT(*) FROM subscription WHERE state <> 'ENDED'")).isZero();
    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox WHERE state <> 'CANCELLED'")).isZero();
    assertThat(site.value("SELECT reason FROM suppression")).isEqualTo("UNSUB");
  }

  @Test
  @Tag("C-8")
  void theUnsubscribeLinkAloneChangesNothing() throws Exception {
    confirmed();

    assertThat(visitor.get(unsubscribeLink()).body()).contains("End them");
    assertThat(state()).isEqualTo("ACTIVE");
  }

  @Test
  void whoLeftCanComeBackForAnHour() throws Exception {
    confirmed();
    String link = unsubscribeLink();
    String token = link.substring(link.indexOf('=') + 1);
    assertThat(visitor.post(link, Map.of()).body()).contains("That was the last one");
    visitor.get(link);

    assertThat(visitor.post("unsubscribe/undo", Map.of("t", token)).body())
        .contains("Welcome back");
    assertThat(state()).isEqualTo("ACTIVE");
    assertThat(site.number("SELECT COUNT(*) FROM suppression")).isZero();

    visitor.post(link, Map.of());
    clock.pass(Duration.ofMinutes(61));
    assertThat(visitor.post("unsubscribe/undo", Map.of("t", token)).statusCode()).isEqualTo(410);
    assertThat(state()).isEqualTo("ENDED");
  }

  @Test
  @Tag("C-10")
  void anAddressThatBouncedIsNeverAskedAgainAndNobodyIsTold() throws Exception {
    confirmed();
    site.sql("DELETE FROM mail_outbox");
    oneClick(unsubscribeLink());
    site.sql("UPDATE suppression SET reason = 'BOUNCE'");

    HttpResponse<String> answer = subscribe(ADA, "Berlin");

    assertThat(answer.headers().firstValue("location")).contains("/sent");
    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox")).isZero();
    assertThat(state()).isEqualTo("ENDED");
  }

  @Test
  @Tag("C-12")
  @Tag("C13")
  void whoHasItAlreadyIsToldSoByLetterOnly() throws Exception {
    confirmed();

    HttpResponse<String> answer = subscribe("ADA@example.org", "Berlin");

    assertThat(answer.headers().firstValue("location")).contains("/sent");
    assertThat(site.number("SELECT COUNT(*) FROM subscription")).isEqualTo(1);
    assertThat(state()).isEqualTo("ACTIVE");
    assertThat(visitor.get(site.link("manage")).body()).contains("Your letters", "Berlin, DE");
  }

  @Test
  @Tag("C-13")
  @Tag("C12")
  void ofPlacesWithOneNameTheVisitorPicks() throws Exception {
    HttpResponse<String> page = subscribe(ADA, "Springfield");
    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body())
        .contains("There are 5 places called Springfield; please pick one.", "value=\"" + ADA);
    Matcher illinois =
        Pattern.compile("value=\"(\\d+)\"> Springfield, Illinois, US").matcher(page.body());
    assertThat(illinois.find()).isTrue();

    HttpResponse<String> picked =
        post(with(fields(ADA, "Springfield"), "cityId", illinois.group(1)));

    assertThat(picked.statusCode()).isEqualTo(303);
    assertThat(site.number("SELECT city_id FROM subscription"))
        .isEqualTo(Long.parseLong(illinois.group(1)));
    assertThat(site.value("SELECT units FROM subscription")).isEqualTo("imperial");
  }

  @Test
  @Tag("C-14")
  void thePageWithTheFormIsSmall() throws Exception {
    assertThat(visitor.get("").body().length()).isLessThan(10_000);
  }

  @Test
  @Tag("C-17")
  void anAddressThatWouldBeginAnotherHeaderIsNone() throws Exception {
    HttpResponse<String> page = subscribe("a@b.c\r\nBcc:x@y.z", "Berlin");

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "email, nobody, Please enter an address like",
    "email, ada@mailinator.com, This mail provider is not accepted here.",
    "city, Atlantis, Choose a place from the list",
    "city, '', Choose a place from the list",
    "hour, 24, Choose an hour between 0 and 23",
    "hour, -1, Choose an hour between 0 and 23",
  })
  void whatIsWrongIsToldBesideWhatWasTyped(String field, String typed, String message)
      throws Exception {
    visitor.get("");
    HttpResponse<String> page = post(with(fields(ADA, "Berlin"), field, typed));

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).contains(message, "role=\"alert\"");
    assertThat(site.number("SELECT COUNT(*) FROM subscription")).isZero();
  }

  @Test
  void nobodyIsWrittenToWithoutAYesToThat() throws Exception {
    visitor.get("");
    Map<String, String> fields = fields(ADA, "Berlin");
    fields.remove("consent");

    assertThat(post(fields).body()).contains("Please confirm that we may write to you.");
  }

  @Test
  void anAddressIsAskedThreeTimesADayAtMost() throws Exception {
    for (String city : new String[] {"Berlin", "Oslo", "Bergen", "Tokyo", "Berlin"}) {
      assertThat(subscribe(ADA, city).statusCode()).isEqualTo(303);
    }
    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox")).isEqualTo(3);

    clock.pass(Duration.ofHours(25));
    subscribe(ADA, "Berlin");
    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox")).isEqualTo(4);
  }

  @Test
  @Tag("C14")
  void subscribersChangeWhatTheyGetAndTakeTheirDataAndLeaveNothing() throws Exception {
    confirmed();
    String link = manageLink();
    String token = link.substring(link.indexOf('=') + 1);
    visitor.get(link);

    save(token, Map.of("hour", "6", "units", "imperial", "lang", "de", "friday", "on"));
    assertThat(visitor.get(link).body())
        .contains("on Friday, 12 March 2027 at 06:00", "It ends by itself on 20 March 2027.");
    visitor.post("manage", Map.of("t", token, "do", "pause"));
    assertThat(visitor.get(link).body()).contains("The letters for Berlin, DE pause.");
    clock.pass(Duration.ofDays(3));
    visitor.post("manage", Map.of("t", token, "do", "extend"));
    assertThat(visitor.get(link).body()).contains("It ends by itself on 23 March 2027.");
    JsonObject data =
        new JsonObject(visitor.get(link.replace("manage?", "manage/data.json?")).body());
    assertThat(data.getMap())
        .containsEntry("email", ADA)
        .containsEntry("hour", 6)
        .containsEntry("weekdays", List.of("friday"))
        .containsEntry("units", "imperial")
        .containsEntry("language", "de")
        .containsEntry("state", "ACTIVE");

    HttpResponse<String> deleted = visitor.post("manage", Map.of("t", token, "do", "delete"));
    assertThat(deleted.headers().firstValue("location")).contains("/deleted");
    assertThat(site.number("SELECT COUNT(*) FROM subscription")).isZero();
    assertThat(site.number("SELECT COUNT(*) FROM token")).isZero();
    assertThat(visitor.get(link).statusCode()).isEqualTo(410);
  }

  @Test
  void subscribersMoveToAnotherCityThatIsOneAndNotTheirsAlready() throws Exception {
    confirmed();
    String link = manageLink();
    String token = link.substring(link.indexOf('=') + 1);
    subscribe(ADA, "Oslo");
    visitor.get(link);

    assertThat(move(token, "Atlantis").body()).contains("Choose a place from the list.");
    assertThat(move(token, "Springfield").body()).contains("5 places called Springfield");
    assertThat(move(token, "Tokyo, JP").statusCode()).isEqualTo(303);
    assertThat(visitor.get(link).body())
        .contains("Tokyo, JP comes tomorrow at 08:00 local time (Asia/Tokyo)")
        .contains("It ends by itself on 20 March 2027.");

    assertThat(move(token, "Oslo, NO").statusCode()).as("never confirmed").isEqualTo(303);
    assertThat(site.number("SELECT COUNT(*) FROM subscription")).isEqualTo(1);
    site.sql(
        "INSERT INTO subscription (id, email, email_hash, city_id, hour, units, lang, base, state,"
            + " asked_at) SELECT 'other', email, email_hash, city_id + 1, 8, units, lang, base,"
            + " 'ACTIVE', 0 FROM subscription");
    assertThat(move(token, next("Oslo, NO")).body()).contains("come to you already");
  }

  private HttpResponse<String> move(String token, String city) throws Exception {
    return save(token, Map.of("hour", "8", "city", city, "thursday", "on"));
  }

  private HttpResponse<String> save(String token, Map<String, String> fields) throws Exception {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("t", token);
    all.put("do", "save");
    return visitor.post("manage", all);
  }

  @Test
  void subscribersChooseTheDaysOfTheWeekAndOneAtLeast() throws Exception {
    confirmed();
    String link = manageLink();
    String token = link.substring(link.indexOf('=') + 1);
    for (String day : List.of("monday", "sunday")) {
      assertThat(visitor.get(link).body()).contains("name=\"" + day + "\" checked");
    }

    HttpResponse<String> none = save(token, Map.of("hour", "6"));
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(none.body()).contains("Choose one day of the week at least.", "href=\"#weekdays\"");
    assertThat(site.number("SELECT weekdays FROM subscription")).isEqualTo(0b111_1111);
    assertThat(site.number("SELECT hour FROM subscription")).isEqualTo(8);

    assertThat(save(token, Map.of("saturday", "on", "monday", "on")).statusCode()).isEqualTo(303);
    assertThat(visitor.get(link).body())
        .contains("on Saturday, 13 March 2027 at 08:00")
        .contains("name=\"monday\" checked", "name=\"tuesday\">");
    assertThat(site.visitor().with("accept-language", "de").get(link).body())
        .contains("kommt am Samstag, 13. März 2027, um 08:00", "Montag");

    visitor.post("manage", Map.of("t", token, "do", "extend"));
    site.sql("UPDATE subscription SET ends_on = DATE '2027-03-12'");
    assertThat(visitor.get(link).body()).contains("none of your days is left before the end");
  }

  /** What comes after it in the list. */
  private static String next(String label) {
    Cities cities = new Cities(CityFile.own());
    return cities.byId(cities.called(label).get(0).id() + 1).orElseThrow().label();
  }

  @Test
  @Tag("C-3")
  void theLetterComesAtItsHourAndOnceAlsoOverARestart() throws Exception {
    confirmed();
    clock.set("2027-03-10T07:00:00Z");
    String link = site.link("unsubscribe");
    site.restart();
    clock.pass(Duration.ofMinutes(5));
    long runs = site.number("SELECT COUNT(*) FROM job_run WHERE name = 'letters'");
    Await.until(() -> runs() > runs);

    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox WHERE LEFT(idem_key, 4) = 'sky|'"))
        .isEqualTo(1);
    assertThat(visitor.get(link).body()).contains("End them");
    oneClick(link);
    assertThat(state()).isEqualTo("ENDED");
  }

  @Test
  void onlyAdminsSeeHowItIsGoing() throws Exception {
    confirmed();

    assertThat(visitor.get("stats").statusCode()).isEqualTo(403);
    assertThat(site.visitor().with("x-admin", "ada").get("stats").body())
        .contains("ACTIVE: 1", "may be asked")
        .doesNotContain("@");
  }

  @ParameterizedTest
  @CsvSource({
    "en, metric, Snow on the way in Oslo, -1 °C",
    "en, imperial, Snow on the way in Oslo, 30 °F",
    "de, metric, Schnee für Oslo, -1 °C",
  })
  void adminsSeeALetterAsHtmlThatMayDoNothingAndAsText(
      String lang, String units, String subject, String max) throws Exception {
    String path = "preview?mood=snow&city=Oslo&lang=" + lang + "&units=" + units;

    HttpResponse<String> html = admin().get(path);
    HttpResponse<String> text = admin().get(path + "&as=text");

    assertThat(html.statusCode()).isEqualTo(200);
    assertThat(html.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(html.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "sandbox", "frame-ancestors 'none'")
        .doesNotContain("script", "allow-");
    assertThat(html.body())
        .contains("<html lang=\"" + lang, subject, "Oslo, NO", max)
        .contains("src=\"data:image/png;base64,iVBOR")
        .doesNotContain("cid:", "<script");
    assertThat(text.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(text.body()).startsWith(subject + "\n").contains(max).doesNotContain("<");
  }

  @Test
  void theLinksOfAPreviewOpenNothing() throws Exception {
    confirmed();
    String letter = admin().get("preview?mood=wet&as=text").body();

    for (String path : List.of("manage", "unsubscribe")) {
      Matcher link = Pattern.compile("http://\\S*/(" + path + "\\?t=[\\w-]+)").matcher(letter);
      assertThat(link.find()).as(path).isTrue();
      assertThat(visitor.get(link.group(1)).statusCode()).isEqualTo(410);
      assertThat(oneClick("unsubscribe" + link.group(1).substring(path.length())).statusCode())
          .isEqualTo(410);
    }
    assertThat(state()).isEqualTo("ACTIVE");
  }

  @ParameterizedTest
  @CsvSource({
    "mood=angry, 'Choose one of: rough, snow, wet, grey, bright, crisp, warmer, cooler, plain.'",
    "mood=SNOW, Choose one of: rough",
    "mood=wet&lang=fr, 'Choose one of: en, de.'",
    "mood=wet&units=kelvin, 'Choose one of: metric, imperial.'",
    "mood=wet&city=Atlantis, Choose a place from the list.",
    "mood=wet&city=Springfield, There are 5 places called Springfield",
  })
  void whatCannotBePreviewedIsToldWithWhatCan(String query, String message) throws Exception {
    HttpResponse<String> page = admin().get("preview?" + query);

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).contains(message, "role=\"alert\"");
  }

  @Test
  void onlyAdminsPreviewAndWithoutAMoodTheyChooseOne() throws Exception {
    assertThat(visitor.get("preview").statusCode()).isEqualTo(403);
    assertThat(visitor.get("preview?mood=wet").statusCode()).isEqualTo(403);
    assertThat(visitor.get("preview/?mood=wet").statusCode()).isIn(403, 404);

    assertThat(admin().get("stats").body()).contains("href=\"/preview\"");
    assertThat(admin().get("preview").body())
        .contains("value=\"rough\"", "value=\"plain\"", "As text", "value=\"imperial\"");
  }

  private Visitor admin() {
    return site.visitor().with("x-admin", "ada");
  }

  @Test
  void eachMoodHasAPicture() throws Exception {
    assertThat(visitor.get("").body()).contains("/moods/crisp.svg");
    assertThat(visitor.get("moods/crisp.svg").headers().firstValue("content-type"))
        .contains("image/svg+xml");
    assertThat(visitor.get("moods/angry.svg").statusCode()).isEqualTo(404);
  }

  private long runs() {
    try {
      return site.number("SELECT COUNT(*) FROM job_run WHERE name = 'letters'");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void citiesAreFoundWhileTyping() throws Exception {
    HttpResponse<String> found = visitor.get("cities.json?q=kath");
    String etag = found.headers().firstValue("etag").orElseThrow();

    assertThat(found.body()).contains("Kathmandu, NP", "\"tz\":\"Asia/Kathmandu\"");
    assertThat(visitor.get("cities.json?q=k").body()).isEqualTo("[]");
    assertThat(
            visitor
                .send(visitor.request("cities.json?q=kath").header("if-none-match", etag))
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  @Tag("C19")
  void everyPageAnswersInBothLanguages() throws Exception {
    for (String path : List.of("", "sent", "deleted", "privacy", "healthz", "readyz")) {
      for (String language : List.of("en", "de")) {
        HttpResponse<String> page = site.visitor().with("accept-language", language).get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("style=", "onclick", "http://");
      }
    }
  }

  private void confirmed() throws Exception {
    subscribe(ADA, "Berlin");
    press(site.link("confirm"));
    assertThat(state()).isEqualTo("ACTIVE");
  }

  private HttpResponse<String> subscribe(String email, String city) throws Exception {
    visitor.get("");
    return post(fields(email, city));
  }

  /** After the time a person needs. */
  private HttpResponse<String> post(Map<String, String> fields) throws Exception {
    clock.pass(Duration.ofSeconds(3));
    return visitor.post("", fields);
  }

  private static Map<String, String> fields(String email, String city) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("email", email);
    fields.put("city", city);
    fields.put("hour", "8");
    fields.put("consent", "on");
    return fields;
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    fields.put(name, value);
    return fields;
  }

  private HttpResponse<String> press(String link) throws Exception {
    visitor.get("");
    return visitor.post("confirm", Map.of("t", link.substring(link.indexOf('=') + 1)));
  }

  /** As a mail program does it (RFC 8058). */
  private HttpResponse<String> oneClick(String link) throws Exception {
    Visitor program = site.visitor();
    return program.send(
        program
            .request(link)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")));
  }

  /** The letter that says one has it already leads to it. */
  private String manageLink() throws Exception {
    subscribe(ADA, "Berlin");
    return site.link("manage");
  }

  /** As if a letter had been written with it. */
  private String unsubscribeLink() throws Exception {
    site.sql(
        "INSERT IGNORE INTO token (hash, sub_id, purpose, expires_at)"
            + " SELECT ?, id, 'UNSUBSCRIBE', ? FROM subscription",
        Tokens.hash("UNSUBSCRIBE", "leave"),
        Long.MAX_VALUE);
    return "unsubscribe?t=leave";
  }

  private String state() throws Exception {
    return (String) site.value("SELECT state FROM subscription ORDER BY asked_at, id LIMIT 1");
  }
}
