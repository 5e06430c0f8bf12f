package site.apps.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;

/** The smallest app, as a visitor sees it, while it is deployed again. */
@Tag("J4")
@ExtendWith(Journeys.class)
class HelloJourneyIT {
  @ParameterizedTest
  @EnumSource
  @Tag("D-1")
  void theGreetingIsBlueInBothThemesWhateverIsDeployed(
      Scripts scripts, JourneySite site, Browser browser) {
    PageCheck check = new PageCheck(browser);
    browser.begin(scripts);
    Redeploys redeploys = new Redeploys(site, "hello", "/hello/plain");

    redeploys.next();
    browser.open(site.uri("/hello/"));
    check.page("hello");
    redeploys.next();
    isBlue(browser, Theme.DARK, "rgba(138, 180, 248, 1)");
    isBlue(browser, Theme.LIGHT, "rgba(11, 87, 208, 1)");
    redeploys.next();
    browser.follow("Only the greeting");

    assertThat(browser.text()).isEqualTo("Hello there!");
    redeploys.blockingEnd();
  }

  private static void isBlue(Browser browser, Theme theme, String blue) {
    browser.chromium().theme(theme);
    assertThat(browser.heading()).isEqualTo("Hello there!");
    assertThat(browser.find(By.tagName("h1")).getCssValue("color")).isEqualTo(blue);
  }
}
