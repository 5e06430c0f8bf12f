package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import site.Await;

/** From a name half typed to the rain of a month in inches, while the app is deployed again. */
@Tag("J2")
@ExtendWith(Journeys.class)
class RainJourneyIT {
  private JourneySite site;
  private Browser browser;
  private PageCheck check;

  @ParameterizedTest
  @EnumSource
  @Tag("B-1")
  @Tag("B-12")
  void whoLooksForAPlaceFindsItsRainAndTakesItAlong(
      Scripts scripts, JourneySite site, Browser browser) throws Exception {
    this.site = site;
    this.browser = browser;
    check = new PageCheck(browser);
    browser.begin(scripts);
    Redeploys redeploys = new Redeploys(site, "rain", "/rain/oslo-no.json?range=24h");

    findsThePlace();
    redeploys.next();
    looksAtAMonth();
    redeploys.next();
    looksInInches();
    takesAFile();
    redeploys.next();
    asksForAPlaceNobodyWatches();
    looksAtTheStatus();

    redeploys.blockingEnd();
    new JobRuns(site, "rain").wereEachOfATickOfItsOwn();
  }

  private void findsThePlace() {
    browser.open(site.uri("/rain"));
    check.page("rain-form");
    browser.type("Place", "kath");
    if (browser.scripts() == Scripts.ON) {
      Await.until(() -> suggested().equals(List.of("Kathmandu, NP")), () -> suggested().toString());
    }
    browser.type("Place", "Kathmandu");
    browser.choose("Time", "7 days");
    browser.press("Show the rain");

    assertThat(browser.address()).hasPath("/rain/kathmandu-np").hasQuery("range=7d");
    assertThat(browser.heading()).isEqualTo("Rain in Kathmandu");
    assertThat(browser.find(By.cssSelector("tbody th")).getText()).endsWith("+05:45");
    check.page("rain-result-7d");
  }

  private Object suggested() {
    return browser
        .chromium()
        .evaluate("return [...document.querySelectorAll('#places option')].map(o => o.value)");
  }

  private void looksAtAMonth() {
    browser.follow("30 days");

    assertThat(browser.address()).hasQuery("range=30d");
    assertThat(browser.find(By.cssSelector("nav [aria-current]")).getText()).isEqualTo("30 days");
    check.page("rain-result-30d");
  }

  private void looksInInches() {
    assertThat(browser.text()).contains("Rain (mm)");

    browser.follow("in");

    assertThat(browser.address()).hasParameter("range", "30d").hasParameter("units", "in");
    assertThat(browser.text()).contains("Rain (in)");
    check.page("rain-result-inches");
  }

  private void takesAFile() throws Exception {
    browser.link("CSV").click();

    assertThat(site.takeDownload("rain-kathmandu-np.csv").lines())
        .first()
        .isEqualTo("place,lat,lon,tz,hour_utc,hour_local,rain_mm,snow_mm,source");
  }

  private void asksForAPlaceNobodyWatches() {
    browser.open(site.uri("/rain/"));
    browser.type("Place", "Kathmando");
    browser.press("Show the rain");

    assertThat(browser.text()).contains("We do not watch “Kathmando” yet.");
    assertThat(browser.field("Place").getDomProperty("value")).isEqualTo("Kathmando");
    assertThat(browser.all(By.linkText("Kathmandu, NP"))).hasSize(1);
    focusIsOnTheProblem();
    check.page("rain-unknown", 422);
  }

  /** A script moves it there; without one, the reader meets the box first. */
  private void focusIsOnTheProblem() {
    if (browser.scripts() == Scripts.ON) {
      WebElement focused = browser.focused();
      assertThat(focused.getDomAttribute("id")).isEqualTo("problems");
    }
  }

  private void looksAtTheStatus() {
    browser.open(site.uri("/rain/"));
    browser.follow("How we are doing");

    assertThat(browser.text()).contains("Places: 48");
    check.page("rain-status");
  }
}
