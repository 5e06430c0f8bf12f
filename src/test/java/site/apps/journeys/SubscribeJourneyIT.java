package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import site.Await;

/**
 * From the form to the first letter, out, back and out for good, while the app is deployed again.
 * The server's clock cannot be set, so the letter's hour comes by a row in the database.
 */
@Tag("J3")
@ExtendWith(Journeys.class)
class SubscribeJourneyIT {
  private static final String APP = "weather-mail";

  /** Letters have none of their own; this one is as dark or light as the reader's system. */
  private static final String GROUND = "<!DOCTYPE html><style>:root{background:Canvas}</style>";

  private static final ZoneId ILLINOIS = ZoneId.of("America/Chicago");

  private JourneySite site;
  private Browser browser;
  private PageCheck check;
  private String reader;

  @ParameterizedTest
  @EnumSource
  @Tag("C-1")
  @Tag("C-2")
  @Tag("C-7")
  @Tag("C-13")
  void whoAsksIsAskedBackWrittenToAndLetGo(Scripts scripts, JourneySite site, Browser browser)
      throws Exception {
    this.site = site;
    this.browser = browser;
    check = new PageCheck(browser);
    reader = scripts.word() + "@example.org";
    browser.begin(scripts);
    Redeploys redeploys = new Redeploys(site, APP, "/weather_email/cities.json?q=berlin");

    asksForLetters();
    redeploys.next();
    picksOneOfManySpringfields();
    redeploys.next();
    confirms();
    comesToItsHour();
    looksAtTheLetter();
    redeploys.next();
    changesWhatItGets();
    leavesAndComesBack();
    leavesByTheMailProgram();

    redeploys.blockingEnd();
    eachLetterWasSentOnce();
  }

  private void asksForLetters() {
    browser.open(site.uri("/weather_email"));
    check.page("mail-form");
    browser.takeTime();
    browser.press("Send me the first letter");

    assertThat(browser.text())
        .contains("Please look at this again", "Please confirm that we may write to you.");
    check.page("mail-form-wrong", 422);
  }

  private void picksOneOfManySpringfields() {
    browser.type("E-mail address", reader);
    browser.type("City", "springf");
    if (browser.scripts() == Scripts.ON) {
      Await.until(() -> browser.all(By.cssSelector("#cities option")).size() == 5);
    }
    browser.type("City", "Springfield");
    browser.check("You may write to me");
    browser.takeTime();
    browser.press("Send me the first letter");

    assertThat(browser.text()).contains("There are 5 places called Springfield; please pick one.");
    check.page("mail-choose", 422);
    browser.check("Springfield, Illinois, US");
    browser.takeTime();
    browser.press("Send me the first letter");
    assertThat(browser.heading()).isEqualTo("Nearly there");
    check.page("mail-sent");
  }

  /** Opening the link changes nothing; programs that look into letters do that. */
  private void confirms() throws Exception {
    URI link = confirmation().link("/confirm");
    assertThat(site.get(link).statusCode()).isEqualTo(200);
    browser.open(link);
    check.page("mail-confirm");
    assertThat(state()).isEqualTo("PENDING");

    browser.press("Yes, write to me");

    assertThat(browser.text()).contains("Done", "Springfield, Illinois, US", "America/Chicago");
    assertThat(state()).isEqualTo("ACTIVE");
    check.page("mail-confirmed");
  }

  /** As if it were this hour the reader chose, and the tick of these five minutes still to come. */
  private void comesToItsHour() throws Exception {
    ZonedDateTime now = ZonedDateTime.now(ILLINOIS);
    site.rows(
        APP,
        "UPDATE subscription SET hour = ?, last_local_date = ? WHERE email = ?",
        now.getHour(),
        now.toLocalDate().minusDays(1),
        reader);
    Await.until(this::isTickTakenBack);

    assertThat(morning().text()).contains("Change or pause", "No more letters", "Demo data");
  }

  /** Also where there is as little room as on a telephone. */
  private void looksAtTheLetter() throws Exception {
    Path file = Files.createTempFile(site.folder("letters"), "letter", ".html");
    Files.writeString(file, GROUND + morning().html());
    browser.open(file.toUri());

    assertThat(browser.find(By.tagName("img")).getDomProperty("naturalWidth")).isEqualTo("600");
    check.page("mail-letter");
  }

  private boolean isTickTakenBack() {
    try {
      RowSet<?> taken =
          site.rows(APP, "UPDATE job SET tick = 0 WHERE name = 'letters' AND lease_until = 0");
      site.rows(APP, "DELETE FROM job_run WHERE name = 'letters'");
      return taken.rowCount() == 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void changesWhatItGets() throws Exception {
    browser.open(morning().link("/manage"));
    check.page("mail-manage");
    browser.field("Hour of the day").sendKeys(Keys.chord(Keys.CONTROL, "a"), "6");
    browser.choose("Units", "°C, km/h, mm");
    browser.press("Save");

    assertThat(browser.text()).contains("06:00 local time (America/Chicago)");
    assertThat(value("units")).isEqualTo("metric");
  }

  private void leavesAndComesBack() throws Exception {
    browser.open(morning().link("/unsubscribe"));
    check.page("mail-unsubscribe");
    assertThat(state()).isEqualTo("ACTIVE");
    browser.press("End them");
    assertThat(browser.heading()).isEqualTo("That was the last one");
    assertThat(state()).isEqualTo("ENDED");
    check.page("mail-left");

    browser.press("Undo");

    assertThat(browser.heading()).isEqualTo("Welcome back");
    assertThat(state()).isEqualTo("ACTIVE");
    check.page("mail-back");
  }

  /** RFC 8058: one POST without cookies, answered without a redirect. */
  private void leavesByTheMailProgram() throws Exception {
    HttpResponse<String> answer =
        site.post(morning().link("/unsubscribe"), "List-Unsubscribe", "One-Click");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(state()).isEqualTo("ENDED");
  }

  private void eachLetterWasSentOnce() throws Exception {
    assertThat(site.letters(APP).stream().filter(this::isOurs).map(Letter::subject))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(site.rows(APP, "SELECT idem_key FROM mail_outbox WHERE state <> 'SENT'").size())
        .isZero();
    new JobRuns(site, APP).wereEachOfATickOfItsOwn();
  }

  private Letter confirmation() {
    return letter(subject -> subject.startsWith("Please confirm"));
  }

  /** Its subject depends on the weather. */
  private Letter morning() {
    return letter(subject -> !subject.startsWith("Please confirm"));
  }

  private Letter letter(Predicate<String> subject) {
    return Await.first(
        () ->
            site.letters(APP).stream()
                .filter(this::isOurs)
                .filter(letter -> subject.test(letter.subject()))
                .findFirst(),
        () -> "no such letter in " + site.letters(APP));
  }

  private boolean isOurs(Letter letter) {
    return letter.to().equals(reader);
  }

  private Object state() throws Exception {
    return value("state");
  }

  private Object value(String column) throws Exception {
    String sql = "SELECT " + column + " FROM subscription WHERE email = ?";
    return site.rows(APP, sql, reader).iterator().next().getValue(0);
  }
}
