package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import site.Await;

/** The main form of each app with nothing but a keyboard: K of the journeys. */
@Tag("K5")
@ExtendWith(Journeys.class)
class KeyboardIT {
  private JourneySite site;
  private Browser browser;

  @BeforeEach
  void begin(JourneySite site, Browser browser) {
    this.site = site;
    this.browser = browser;
    browser.begin(Scripts.ON);
  }

  @Test
  @Tag("J4")
  void theGreetingIsOneStepAway() {
    browser.open(site.uri("/hello/"));

    arrivesAt(By.linkText("Only the greeting"));
    browser.leaveBy(() -> browser.key(Keys.ENTER));

    assertThat(browser.text()).isEqualTo("Hello there!");
  }

  @Test
  void theFirstStepIsOverWhatEachPageBeginsWith() {
    browser.open(site.uri("/rain/"));

    browser.key(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
    browser.key(Keys.ENTER);
    browser.key(Keys.TAB);

    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("place");
  }

  @Test
  @Tag("J2")
  void aPlaceIsLookedFor() {
    browser.open(site.uri("/rain/"));

    arrivesAt(By.id("place"));
    browser.key("Nowhere");
    browser.leaveBy(() -> browser.key(Keys.ENTER));
    isLedToTheProblems();
    browser.tabTo(By.id("place"));
    browser.key(Keys.chord(Keys.CONTROL, "a"));
    browser.key("Reykjavik");
    arrivesAt(By.id("range"));
    browser.key(Keys.ARROW_DOWN);
    arrivesAt(By.cssSelector("form.search button"));
    browser.leaveBy(() -> browser.key(Keys.ENTER));

    assertThat(browser.address()).hasPath("/rain/reykjavik-is").hasQuery("range=30d");
  }

  @Test
  @Tag("J3")
  void lettersAreAskedFor() {
    browser.open(site.uri("/weather_email/"));
    browser.takeTime();

    arrivesAt(By.id("email"));
    browser.key("nobody");
    browser.leaveBy(() -> browser.key(Keys.ENTER));
    isLedToTheProblems();
    browser.tabTo(By.cssSelector("#problems a"));
    browser.key(Keys.ENTER);
    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("email");
    browser.key(Keys.chord(Keys.CONTROL, "a"));
    browser.key("keys@example.org");
    arrivesAt(By.id("city"));
    browser.key("Oslo");
    arrivesAt(By.id("consent"));
    browser.key(Keys.SPACE);
    browser.takeTime();
    arrivesAt(By.cssSelector("form.narrow button"));
    browser.leaveBy(() -> browser.key(Keys.ENTER));

    assertThat(browser.heading()).isEqualTo("Nearly there");
  }

  /** What was chosen stays in focus, although the page around it is new. */
  @Test
  @Tag("J6")
  void aPartIsChosenAndAnotherTaken() {
    browser.open(site.uri("/pc-builder-app/main"));

    arrivesAt(By.id("part-CPU"));
    browser.key(Keys.ARROW_DOWN);
    Await.until(() -> !browser.all(By.linkText("Ask for a quote")).isEmpty());
    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("part-CPU");
    arrivesAt(By.linkText("Ask for a quote"));
    browser.leaveBy(() -> browser.key(Keys.ENTER));

    assertThat(browser.heading()).isEqualTo("Ask for a quote");
  }

  private void arrivesAt(By what) {
    browser.tabTo(what);
    assertThat(browser.focused().getCssValue("outline-style"))
        .as("focus on %s", what)
        .isNotEqualTo("none");
  }

  private void isLedToTheProblems() {
    assertThat(browser.focused().getDomAttribute("id")).isEqualTo("problems");
    assertThat(browser.focused().getAriaRole()).isEqualTo("alert");
  }
}
